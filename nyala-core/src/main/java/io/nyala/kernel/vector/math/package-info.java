// SPDX-License-Identifier: Apache-2.0
/** Functions of many vectors: exponential, logarithm, error function, sine, rounding. */
package io.nyala.kernel.vector.math;
