// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.data.DataException;

/** Rethrows failures of one thread on another. */
final class Failures {
  private Failures() {}

  /**
   * Returns the exception to throw for a failure of a worker, of the same type if it is unchecked.
   */
  static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error e) {
      throw e;
    }
    if (cause instanceof RuntimeException e) {
      // The stack trace should contain the reader as well as the worker.
      e.addSuppressed(new IllegalStateException("on a worker thread; the reader was here"));
      return e;
    }
    return new DataException("reading data failed: " + cause, cause);
  }

  static RuntimeException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DataException("interrupted while waiting for data", e);
  }
}
