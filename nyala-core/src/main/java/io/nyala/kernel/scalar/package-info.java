// SPDX-License-Identifier: Apache-2.0
/** Kernels in plain loops: the test oracle, and the fallback for JVMs without the Vector API. */
package io.nyala.kernel.scalar;
