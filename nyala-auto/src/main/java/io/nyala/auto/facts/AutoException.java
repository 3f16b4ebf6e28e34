// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.facts;

import java.io.Serial;

/** Data from which nothing can be learned as asked; the message says what to change. */
public final class AutoException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message the problem and the likely mend
   */
  public AutoException(String message) {
    super(message);
  }
}
