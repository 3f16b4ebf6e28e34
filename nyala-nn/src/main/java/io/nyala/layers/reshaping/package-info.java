// SPDX-License-Identifier: Apache-2.0
/** Layers that change shapes: reshape, permute, pad, crop, repeat, upsample. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.reshaping;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
