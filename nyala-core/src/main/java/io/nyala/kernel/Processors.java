// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

/**
 * The number of processors that the process may use now. It changes when a user confines a running
 * process ({@code taskset -p}) or changes the quota of its container.
 */
final class Processors {
  /** Asking takes up to 0.1 ms in a container, whose quota the JVM reads from files. */
  private static final long LOOK_NANOS = 200_000_000;

  private static volatile int available = Runtime.getRuntime().availableProcessors();
  private static volatile long lookedAt = System.nanoTime();

  private Processors() {}

  /** Returns the number of processors as it was at most 0.2 seconds ago. */
  static int available() {
    long now = System.nanoTime();
    if (now - lookedAt > LOOK_NANOS) {
      lookedAt = now;
      available = Runtime.getRuntime().availableProcessors();
    }
    return available;
  }
}
