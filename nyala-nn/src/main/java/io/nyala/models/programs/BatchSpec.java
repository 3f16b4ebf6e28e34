// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program must be compiled for.
 *
 * @param rows the batch, or the part of it that is computed apart
 * @param x types of the inputs, with the batch
 * @param y types of the targets, with the batch
 * @param weights shapes of the sample weights, one for each output, or none
 * @param whole the rows of the batch of which this is a part, or 0 if it is not one
 */
public record BatchSpec(int rows, List<Type> x, List<Type> y, List<Shape> weights, int whole) {
  /** Creates the specification of a batch that is computed at once. */
  public BatchSpec(int rows, List<Type> x, List<Type> y, List<Shape> weights) {
    this(rows, x, y, weights, 0);
  }

  /** Returns the specification of a part with so many of the rows. */
  BatchSpec part(int count) {
    return new BatchSpec(
        count,
        with(x, count),
        with(y, count),
        weights.stream().map(s -> s.with(0, count)).toList(),
        rows);
  }

  private static List<Type> with(List<Type> types, int count) {
    return types.stream().map(t -> new Type(t.shape().with(0, count), t.dtype())).toList();
  }

  boolean isPart() {
    return whole > 0;
  }

  /** Returns which part of the rows of the batch this is. */
  float share() {
    return (float) rows / whole;
  }

  /** Returns everything that is given to a program: inputs, targets, sample weights. */
  List<Type> all() {
    List<Type> all = new ArrayList<>(x);
    all.addAll(y);
    weights.forEach(s -> all.add(Type.floats(s)));
    return all;
  }
}
