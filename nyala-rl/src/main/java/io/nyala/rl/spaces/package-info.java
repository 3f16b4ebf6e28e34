// SPDX-License-Identifier: Apache-2.0
/** Spaces of observations and actions. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.spaces;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
