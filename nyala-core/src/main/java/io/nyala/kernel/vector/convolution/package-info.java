// SPDX-License-Identifier: Apache-2.0
/** Convolutions and their gradients: direct, depthwise, of few channels and by Winograd. */
package io.nyala.kernel.vector.convolution;
