// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.kerasrl;

/**
 * How much a {@link DQNAgent} remembers.
 *
 * @param limit transitions
 * @param windowLength how many observations a network sees together; with more than 1, the
 *     environment is wrapped into a {@code FrameStack}, and the network takes an axis of them
 */
public record SequentialMemory(int limit, int windowLength) {
  /** Refuses memories that hold nothing. */
  public SequentialMemory {
    if (limit < 1 || windowLength < 1) {
      throw new IllegalArgumentException(
          "SequentialMemory: limit and windowLength must be at least 1, got %d and %d"
              .formatted(limit, windowLength));
    }
  }
}
