// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/** What to do with a trial that has the values of an earlier one. */
public enum Duplicates {
  /** Takes over the result of the earlier one, and trains nothing. */
  REUSE,
  /** Trains it as any other, with a seed of its own, where results scatter. */
  ALLOW
}
