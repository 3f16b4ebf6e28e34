// SPDX-License-Identifier: Apache-2.0
/** Kernels in plain loops: the oracle, and the path of a JVM without the Vector API. */
package io.nyala.kernel.scalar;
