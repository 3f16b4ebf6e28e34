// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

/** Reports why a search has stopped before its end. Its journal remains valid. */
public final class StudyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param cause the cause of the last failure, or null
   */
  public StudyException(String message, Throwable cause) {
    super(message, cause);
  }
}
