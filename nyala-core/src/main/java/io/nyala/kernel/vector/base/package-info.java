// SPDX-License-Identifier: Apache-2.0
/** Vectors, lanes, scratch memory and copies, shared by all vector kernels. */
package io.nyala.kernel.vector.base;
