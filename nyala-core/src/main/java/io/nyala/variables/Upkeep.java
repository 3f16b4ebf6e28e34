// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

/** What must be done before the numbers of a variable are read or replaced as a whole. */
@FunctionalInterface
public interface Upkeep {
  /** Brings all numbers up to date; quick when they are. Safe to call from several threads. */
  void settle();
}
