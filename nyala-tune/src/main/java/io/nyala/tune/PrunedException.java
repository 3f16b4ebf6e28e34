// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/** Ends a pruned trial; see {@link Trial#check}. */
public final class PrunedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception, without a stack trace because it is not an error. */
  PrunedException(int trial, int step) {
    super("trial " + trial + " was pruned after step " + step, null, false, false);
  }
}
