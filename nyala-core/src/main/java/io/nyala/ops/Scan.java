// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The result of a step of {@link Ops#scan(List, List, int, Step)}, and of the whole scan.
 *
 * @param states the states after the step, or after the last step
 * @param outputs the outputs of the step, or of all steps along the axis of the sequences
 */
public record Scan(List<Value> states, List<Value> outputs) {
  /** The computation at each position. */
  @FunctionalInterface
  public interface Step {
    /**
     * Returns the next states, with the types of the given states, and the outputs to collect.
     *
     * @param inputs one position of each sequence, without the axis
     */
    Scan at(List<Value> states, List<Value> inputs);
  }

  /** Copies the lists. */
  public Scan {
    states = List.copyOf(states);
    outputs = List.copyOf(outputs);
  }

  static Scan unroll(List<Value> first, List<Value> sequences, int axis, Step step) {
    int steps = steps(sequences, axis);
    List<Value> states = first;
    List<List<Value>> collected = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      int at = t;
      Scan next =
          step.at(
              states,
              sequences.stream().map(s -> Ops.squeeze(Ops.slice(s, axis, at, 1), axis)).toList());
      states = next.states();
      collected.add(next.outputs());
    }
    int outputs = collected.get(0).size();
    return new Scan(
        states,
        IntStream.range(0, outputs)
            .mapToObj(k -> Ops.stack(collected.stream().map(c -> c.get(k)).toList(), axis))
            .toList());
  }

  private static int steps(List<Value> sequences, int axis) {
    List<Integer> extents = sequences.stream().map(s -> s.shape().dim(axis)).distinct().toList();
    if (extents.size() != 1 || extents.get(0) < 1) {
      throw new ShapeException(
          "scan: expected sequences of equal, known extent of at least 1 along axis %d, got %s"
              .formatted(axis, sequences.stream().map(Value::shape).map(Shape::toString).toList()));
    }
    return extents.get(0);
  }
}
