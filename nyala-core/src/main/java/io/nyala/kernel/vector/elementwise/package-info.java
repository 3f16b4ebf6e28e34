// SPDX-License-Identifier: Apache-2.0
/** Kernels that treat each element alike. */
package io.nyala.kernel.vector.elementwise;
