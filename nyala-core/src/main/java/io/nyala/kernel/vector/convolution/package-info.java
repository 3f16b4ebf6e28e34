// SPDX-License-Identifier: Apache-2.0
/**
 * Convolutions and their gradients: direct, depthwise, for few channels, and by Winograd's method.
 */
package io.nyala.kernel.vector.convolution;
