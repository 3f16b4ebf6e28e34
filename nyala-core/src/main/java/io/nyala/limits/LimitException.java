// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import java.io.IOException;

/**
 * Thrown when a file exceeds one of the {@link Limits}. Readers rethrow it, or wrap it as the cause
 * of the exception that they document.
 */
public final class LimitException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message that names the file, the limit and how to raise it. */
  public LimitException(String message) {
    super(message);
  }
}
