// SPDX-License-Identifier: Apache-2.0
/** Shared parts of the learners of several agents. */
@ApiStatus(Level.INTERNAL)
package io.nyala.rl.learning;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
