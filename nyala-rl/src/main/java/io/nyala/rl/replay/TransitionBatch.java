// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;

/**
 * Transitions sampled from a memory, as tensors that are overwritten by each draw.
 *
 * @param places of the transitions in the memory, for {@link ReplayMemory#prioritize}
 * @param observations before the action, {@code (batch, ...)}
 * @param actions {@code (batch,)}, int32
 * @param rewards {@code (batch,)}, those of several steps added up, discounted
 * @param nextObservations where it led to, {@code (batch, ...)}
 * @param discounts {@code (batch,)}, by which what follows is to be multiplied: gamma to the power
 *     of the steps between, 0 after the end of the task
 * @param weights {@code (batch,)} of the losses; 1 where nothing is prioritised
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
    if (size < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 transition, got " + size);
    }
    int[] dims = new int[observation.rank() + 1];
    dims[0] = size;
    System.arraycopy(observation.dims(), 0, dims, 1, observation.rank());
    Shape rows = Shape.of(size);
    return new TransitionBatch(
        new int[size],
        Tensor.zeros(Shape.of(dims)),
        Tensor.ofInts(rows, new int[size]),
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
