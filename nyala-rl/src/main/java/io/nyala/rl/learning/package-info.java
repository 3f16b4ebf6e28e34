// SPDX-License-Identifier: Apache-2.0
/** What learners of several agents share. */
@ApiStatus(Level.INTERNAL)
package io.nyala.rl.learning;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
