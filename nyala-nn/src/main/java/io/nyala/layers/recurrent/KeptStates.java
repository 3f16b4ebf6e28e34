// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Weight;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** The states that a stateful layer keeps between batches; none before its first batch. */
final class KeptStates {
  private final Function<Shape, Weight> maker;
  private List<Weight> states = List.of();
  private int generation;

  KeptStates(Function<Shape, Weight> maker) {
    this.maker = maker;
  }

  List<Weight> all() {
    return states;
  }

  /** Returns how often the states were forgotten. */
  int generation() {
    return generation;
  }

  void forget() {
    generation += states.isEmpty() ? 0 : 1;
    states = List.of();
  }

  void reset() {
    states.forEach(w -> w.set(Tensor.zeros(w.shape())));
  }

  /** Returns shapes with the batch in front. */
  static List<Shape> batched(int batch, List<Shape> shapes) {
    return shapes.stream().map(s -> s.insert(0, batch)).toList();
  }

  /** Returns the states, which the first batch creates with its shapes. */
  List<Weight> of(List<Shape> shapes) {
    if (states.isEmpty()) {
      states = shapes.stream().map(maker).toList();
      reset();
    }
    Shape kept = states.get(0).shape();
    Shape needed = shapes.get(0);
    int size = kept.dim(0);
    int batch = needed.dim(0);
    if (!kept.with(0, batch).equals(needed)) {
      throw new ShapeException(
          "stateful: it keeps states of shape %s, this input needs %s".formatted(kept, needed));
    }
    if (size != batch) {
      throw new ShapeException(
          ("stateful: it keeps the states of %d sequences, got a batch of %d; use full batches of "
                  + "%d, or call resetStates() of the model before batches of %d")
              .formatted(size, batch, size, batch));
    }
    return states;
  }
}
