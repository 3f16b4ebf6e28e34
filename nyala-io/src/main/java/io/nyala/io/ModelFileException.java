// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Thrown when a file cannot be written or read, or is damaged. */
public final class ModelFileException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public ModelFileException(String message, IOException cause) {
    super(message, cause);
  }
}
