// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.streams;

import io.nyala.data.DataException;

/** Failures that happen on one thread and must be told on another. */
final class Failures {
  private Failures() {}

  /** Returns what to throw for a failure of a worker; its own kind, where that is unchecked. */
  static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error e) {
      throw e;
    }
    if (cause instanceof RuntimeException e) {
      // Where the reader stood belongs to the trace as much as where the worker stood.
      e.addSuppressed(new IllegalStateException("on a worker thread, read from here"));
      return e;
    }
    return new DataException("reading data failed: " + cause, cause);
  }

  static RuntimeException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DataException("interrupted while waiting for data", e);
  }
}
