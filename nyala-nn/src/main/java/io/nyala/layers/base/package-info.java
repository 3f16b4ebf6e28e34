// SPDX-License-Identifier: Apache-2.0
/** What all layers have in common: layers, calls, weights, masks, and how files name them. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.base;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
