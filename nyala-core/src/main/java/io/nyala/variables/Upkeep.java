// SPDX-License-Identifier: Apache-2.0
package io.nyala.variables;

/** Work to do before the elements of a variable are read or replaced as a whole. */
@FunctionalInterface
public interface Upkeep {
  /**
   * Brings all elements up to date; fast if they already are. Safe to call from several threads.
   */
  void settle();
}
