// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

/**
 * Report data that cannot be used: an unreadable or malformed file, a value of the wrong kind, a
 * label out of range.
 *
 * <p>The message names the file (or array), the place in it, what was expected, what came, and
 * where possible the mend. It is meant to be shown to the person who supplied the data.
 */
public class DataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its full message. */
  public DataException(String message) {
    super(message);
  }

  /** Creates the exception with its full message and the failure underneath. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
