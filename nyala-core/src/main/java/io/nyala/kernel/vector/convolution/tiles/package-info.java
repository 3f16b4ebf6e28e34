// SPDX-License-Identifier: Apache-2.0
/** The innermost loops of convolutions, unrolled; most are written from {@code src/main/tiles}. */
package io.nyala.kernel.vector.convolution.tiles;
