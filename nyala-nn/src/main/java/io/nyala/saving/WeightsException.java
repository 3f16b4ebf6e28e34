// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Thrown when weights cannot be written, or a weights file is unusable. */
public final class WeightsException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public WeightsException(String message, IOException cause) {
    super(message, cause);
  }
}
