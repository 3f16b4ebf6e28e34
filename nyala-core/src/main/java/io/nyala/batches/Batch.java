// SPDX-License-Identifier: Apache-2.0
package io.nyala.batches;

import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of rows for one step of training or evaluation. In a data pipeline, before batching, also
 * a single example without the row axis.
 *
 * @param x the inputs, one tensor {@code (rows, ...)} for each input of the model
 * @param y the targets, one tensor {@code (rows, ...)} for each output; empty if only predictions
 *     are computed
 * @param sampleWeights one tensor {@code (rows,)} or finer for each output, or empty
 */
public record Batch(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
  /**
   * Copies the lists but not the tensors.
   *
   * @throws IllegalArgumentException if there is no input
   */
  public Batch {
    x = List.copyOf(x);
    y = List.copyOf(y);
    sampleWeights = List.copyOf(sampleWeights);
    if (x.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one input");
    }
  }

  /** Returns a batch with one input and one target. */
  public static Batch of(Tensor x, Tensor y) {
    return new Batch(List.of(x), List.of(y), List.of());
  }

  /** Returns a batch with one input and no target, for predictions. */
  public static Batch of(Tensor x) {
    return new Batch(List.of(x), List.of(), List.of());
  }

  /** Returns this batch with another first input. */
  public Batch withX(Tensor other) {
    return new Batch(replaced(x, other), y, sampleWeights);
  }

  /** Returns this batch with another first target. */
  public Batch withY(Tensor other) {
    return new Batch(x, replaced(y, other), sampleWeights);
  }

  private static List<Tensor> replaced(List<Tensor> tensors, Tensor first) {
    List<Tensor> changed = new ArrayList<>(tensors);
    if (changed.isEmpty()) {
      changed.add(first);
    } else {
      changed.set(0, first);
    }
    return changed;
  }
}
