// SPDX-License-Identifier: Apache-2.0
/** Mathematical functions of vectors: exponential, logarithm, error function, sine, rounding. */
package io.nyala.kernel.vector.math;
