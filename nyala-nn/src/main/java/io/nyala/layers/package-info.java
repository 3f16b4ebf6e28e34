// SPDX-License-Identifier: Apache-2.0
/**
 * Layers, modeled on Keras. {@link io.nyala.layers.Layers} has factory methods for all of them;
 * each family has its own package.
 */
@ApiStatus(Level.STABLE)
package io.nyala.layers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
