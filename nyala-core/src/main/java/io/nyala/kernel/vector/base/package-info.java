// SPDX-License-Identifier: Apache-2.0
/** Vectors, lanes, scratch memory and copies: what all vector kernels use. */
package io.nyala.kernel.vector.base;
