// SPDX-License-Identifier: Apache-2.0
/** Normalization layers for batches, layers, groups and weights. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.normalization;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
