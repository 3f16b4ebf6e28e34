// SPDX-License-Identifier: Apache-2.0
/** Kernels for elementwise operations. */
package io.nyala.kernel.vector.elementwise;
