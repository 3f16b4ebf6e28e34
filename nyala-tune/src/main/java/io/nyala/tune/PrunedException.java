// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/** Ends a trial that a pruner has given up; see {@link Trial#check}. */
public final class PrunedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception, which is no fault and so has no stack. */
  PrunedException(int trial, int step) {
    super("trial " + trial + " was pruned after step " + step, null, false, false);
  }
}
