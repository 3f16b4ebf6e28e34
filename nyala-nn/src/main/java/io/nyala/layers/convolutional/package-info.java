// SPDX-License-Identifier: Apache-2.0
/** Convolutions over one, two and three axes: plain, transposed, depthwise and separable. */
@ApiStatus(Level.STABLE)
package io.nyala.layers.convolutional;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
