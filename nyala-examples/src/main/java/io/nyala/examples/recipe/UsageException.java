// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import java.io.Serial;

/** Wrong usage or bad input: the command ends with status 2 and this message, no stack trace. */
public final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Create the exception.
   *
   * @param message one sentence that names what is wrong and the likely mend
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * Create the exception with its cause.
   *
   * @param message one sentence that names what is wrong and the likely mend
   * @param cause what was thrown below
   */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
