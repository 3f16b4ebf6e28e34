// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

/**
 * Reports data that cannot be used: an unreadable or malformed file, a value of the wrong kind, a
 * label out of range.
 *
 * <p>The message names the file (or array), the position in it, what was expected, what was found,
 * and a likely fix where possible. It is meant for the person who supplied the data.
 */
public class DataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its full message. */
  public DataException(String message) {
    super(message);
  }

  /** Creates the exception with its full message and its cause. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
