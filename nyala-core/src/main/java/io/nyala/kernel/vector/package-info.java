// SPDX-License-Identifier: Apache-2.0
/** Kernels on the Vector API. No type of that API leaves this package. */
package io.nyala.kernel.vector;
