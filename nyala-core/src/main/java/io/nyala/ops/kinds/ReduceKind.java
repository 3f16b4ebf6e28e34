// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops.kinds;

/** Kinds of reductions. */
public enum ReduceKind {
  /** Sum; 0 for no elements. */
  SUM,
  /** Product; 1 for no elements. */
  PRODUCT,
  /** Largest; NaN if any is NaN. */
  MAX,
  /** Smallest; NaN if any is NaN. */
  MIN
}
