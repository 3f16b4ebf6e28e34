// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.Serial;

/**
 * Thrown when a data set is missing and could not be downloaded; the message says where to get it.
 */
public final class DataSetException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public DataSetException(String message) {
    super(message);
  }

  /** Creates the exception with its cause. */
  public DataSetException(String message, Throwable cause) {
    super(message, cause);
  }
}
