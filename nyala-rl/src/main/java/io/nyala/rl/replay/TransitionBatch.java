// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/**
 * Transitions sampled from a memory, as tensors that each draw overwrites.
 *
 * @param places the indices of the transitions in the memory, for {@link ReplayMemory#prioritize}
 * @param observations the observations before the action, {@code (batch, ...)}
 * @param actions the actions, {@code (batch,)}, int32; {@code (batch, elements)}, float32 if they
 *     are arrays
 * @param rewards the rewards, {@code (batch,)}; with n-step returns, discounted sums
 * @param nextObservations the observations after the action, {@code (batch, ...)}
 * @param discounts the factors of the values of the next states, {@code (batch,)}: gamma to the
 *     power of the number of steps, 0 after a terminal state
 * @param weights the weights of the losses, {@code (batch,)}; 1 without prioritised replay
 */
public record TransitionBatch(
    int[] places,
    Tensor observations,
    Tensor actions,
    Tensor rewards,
    Tensor nextObservations,
    Tensor discounts,
    Tensor weights) {
  /** Allocates tensors for a number of transitions with observations of a shape. */
  public static TransitionBatch of(int size, Shape observation) {
    requireSome(size);
    return of(size, observation, Tensor.ofInts(Shape.of(size), new int[size]));
  }

  /** Allocates tensors for a number of transitions with actions that are rows of numbers. */
  public static TransitionBatch of(int size, Shape observation, int actionSize) {
    requireSome(size);
    return of(size, observation, Tensor.zeros(Shape.of(size, actionSize)));
  }

  private static void requireSome(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 transition, got " + size);
    }
  }

  private static TransitionBatch of(int size, Shape observation, Tensor actions) {
    int[] dims = new int[observation.rank() + 1];
    dims[0] = size;
    System.arraycopy(observation.dims(), 0, dims, 1, observation.rank());
    Shape rows = Shape.of(size);
    return new TransitionBatch(
        new int[size],
        Tensor.zeros(Shape.of(dims)),
        actions,
        Tensor.zeros(rows),
        Tensor.zeros(Shape.of(dims)),
        Tensor.zeros(rows),
        Tensor.full(rows, 1));
  }

  /** Returns the number of transitions. */
  public int size() {
    return places.length;
  }
}
