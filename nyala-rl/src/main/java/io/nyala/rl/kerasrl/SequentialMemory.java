// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.kerasrl;

/**
 * The size of the replay memory of a {@link DQNAgent}.
 *
 * @param limit the maximum number of transitions
 * @param windowLength the number of latest observations that the network sees; if larger than 1,
 *     the environment is wrapped in a {@code FrameStack}, and the input of the network has a window
 *     axis
 */
public record SequentialMemory(int limit, int windowLength) {
  /** Rejects values below 1. */
  public SequentialMemory {
    if (limit < 1 || windowLength < 1) {
      throw new IllegalArgumentException(
          "SequentialMemory: limit and windowLength must be at least 1, got %d and %d"
              .formatted(limit, windowLength));
    }
  }
}
