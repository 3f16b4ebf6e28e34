// SPDX-License-Identifier: Apache-2.0
/** The foundation of all layers: layers, calls, weights, masks, and their names in files. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.base;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
