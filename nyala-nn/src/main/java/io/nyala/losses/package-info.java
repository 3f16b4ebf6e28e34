// SPDX-License-Identifier: Apache-2.0
/** Losses, which training minimizes. */
@ApiStatus(Level.STABLE)
package io.nyala.losses;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
