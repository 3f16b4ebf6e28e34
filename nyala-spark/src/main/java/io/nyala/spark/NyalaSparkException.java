// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

/** A prediction, a training or a search on Spark cannot start or go on; the message says why. */
public final class NyalaSparkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NyalaSparkException(String message) {
    super(message);
  }

  NyalaSparkException(String message, Throwable cause) {
    super(message, cause);
  }
}
