// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/** How to handle a trial with the same values as an earlier one. */
public enum Duplicates {
  /** Reuses the result of the earlier trial without training. */
  REUSE,
  /** Trains it with its own seed, for objectives with noise. */
  ALLOW
}
