// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/** The failure of the lowest-numbered chunk that failed in a job. */
final class FirstFailure {
  private static final int NONE = Integer.MAX_VALUE;

  private Throwable failure;
  private volatile int failedChunk = NONE;

  /** Returns whether a chunk should still run, that is, whether no lower chunk has failed. */
  boolean mayRun(int chunk) {
    return chunk < failedChunk;
  }

  /** Records a failure unless a lower chunk has failed. */
  synchronized void add(int chunk, Throwable e) {
    if (chunk < failedChunk) {
      failure = e;
      failedChunk = chunk;
    }
  }

  /** Returns the failure, or null, and clears it for the next job. */
  Throwable take() {
    if (failedChunk == NONE) {
      return null;
    }
    synchronized (this) {
      Throwable taken = failure;
      failure = null;
      failedChunk = NONE;
      return taken;
    }
  }
}
