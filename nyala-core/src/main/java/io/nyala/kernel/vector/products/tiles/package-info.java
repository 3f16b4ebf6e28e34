// SPDX-License-Identifier: Apache-2.0
/** The innermost loops of matrix products, unrolled: written from {@code src/main/tiles}. */
package io.nyala.kernel.vector.products.tiles;
