// SPDX-License-Identifier: Apache-2.0
/** The kinds of operation that share one record: unary, binary, reductions, fused activations. */
package io.nyala.ops.kinds;
