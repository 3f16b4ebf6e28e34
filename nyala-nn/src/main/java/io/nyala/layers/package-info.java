// SPDX-License-Identifier: Apache-2.0
/**
 * Layers, after Keras. {@link io.nyala.layers.Layers} makes all of them; each family has a package
 * of its own.
 */
@ApiStatus(Level.STABLE)
package io.nyala.layers;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
