// SPDX-License-Identifier: Apache-2.0
/** Kernels along rows: softmax, layer normalization. */
package io.nyala.kernel.vector.rows;
