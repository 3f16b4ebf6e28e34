// SPDX-License-Identifier: Apache-2.0
/** What observations and actions can be. */
@ApiStatus(Level.PREVIEW)
package io.nyala.rl.spaces;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
