// SPDX-License-Identifier: Apache-2.0
package io.nyala.limits;

import java.io.IOException;

/**
 * Reports a file that would take more than {@link Limits} allow. Readers pass it on, or as the
 * cause of the exception that they document.
 */
public final class LimitException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with a message that names the file, the limit and how to raise it. */
  public LimitException(String message) {
    super(message);
  }
}
