// SPDX-License-Identifier: Apache-2.0
/** Convolutions over one, two and three axes: plain, transposed, depthwise and separable. */
package io.nyala.layers.convolutional;
