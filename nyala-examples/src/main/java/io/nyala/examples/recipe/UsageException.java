// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import java.io.Serial;

/** Wrong usage or bad input: the command ends with status 2 and this message, no stack trace. */
public final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence with the problem and the likely fix
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message one sentence with the problem and the likely fix
   * @param cause the cause
   */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
