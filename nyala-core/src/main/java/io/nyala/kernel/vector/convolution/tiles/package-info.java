// SPDX-License-Identifier: Apache-2.0
/** The innermost loops of convolutions, unrolled. */
package io.nyala.kernel.vector.convolution.tiles;
