// SPDX-License-Identifier: Apache-2.0
/** How an agent chooses among actions whose values it has estimated. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.policies;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
