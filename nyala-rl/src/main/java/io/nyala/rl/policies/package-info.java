// SPDX-License-Identifier: Apache-2.0
/** Policies that choose an action from estimated values. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.policies;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
