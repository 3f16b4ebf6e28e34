// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The batch for which a program is compiled.
 *
 * @param rows the size of the batch, or of the part that is computed separately
 * @param x types of the inputs, including the batch
 * @param y types of the targets, including the batch
 * @param weights shapes of the sample weights, one per output, or empty
 * @param whole the rows of the batch of which this is a part, or 0 if it is not a part
 */
public record BatchSpec(int rows, List<Type> x, List<Type> y, List<Shape> weights, int whole) {
  /** Creates the specification of a batch that is computed as a whole. */
  public BatchSpec(int rows, List<Type> x, List<Type> y, List<Shape> weights) {
    this(rows, x, y, weights, 0);
  }

  /** Returns the specification of a part with {@code count} of the rows. */
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

  /** Returns the fraction of the rows of the batch in this part. */
  float share() {
    return (float) rows / whole;
  }

  /** Returns the types of all arguments of a program: inputs, targets and sample weights. */
  List<Type> all() {
    List<Type> all = new ArrayList<>(x);
    all.addAll(y);
    weights.forEach(s -> all.add(Type.floats(s)));
    return all;
  }
}
