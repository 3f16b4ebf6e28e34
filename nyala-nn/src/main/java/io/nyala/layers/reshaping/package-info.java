// SPDX-License-Identifier: Apache-2.0
/** Other shapes for the same numbers: reshape, permute, pad, crop, repeat. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.reshaping;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
