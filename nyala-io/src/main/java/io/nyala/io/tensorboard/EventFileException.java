// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import java.io.IOException;

/** Thrown when an event file is damaged, or a file is not an event file. */
public final class EventFileException extends IOException {
  private static final long serialVersionUID = 1L;

  EventFileException(String message) {
    super(message);
  }

  EventFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
