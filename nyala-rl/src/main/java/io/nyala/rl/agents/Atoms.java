// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * A distribution of values for each action (C51, Bellemare et al. 2017): logits of the
 * probabilities of equidistant values.
 *
 * @param count the number of values, at least 2
 * @param low the lowest value
 * @param high the highest value
 */
record Atoms(int count, double low, double high) implements QHead {
  Atoms {
    if (count < 2
        || !(low < high)
        || !Float.isFinite((float) low)
        || !Float.isFinite((float) high)) {
      throw new IllegalArgumentException(
          "Dqn: categorical needs at least 2 atoms from a low value to a higher one, got %d from %s to %s"
              .formatted(count, low, high));
    }
  }

  /** Returns the values, {@code (count,)}. */
  Tensor support() {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + i * distance());
    }
    return Tensor.vector(values);
  }

  private double distance() {
    return (high - low) / (count - 1);
  }

  @Override
  public Value means(Value outputs) {
    return Ops.multiply(Ops.softmax(outputs, -1), Ops.constant(support())).sum(-1);
  }

  @Override
  public Compared compare(Value taken, Value rewards, Value discounts, Value following) {
    Value wanted = Ops.stopGradient(project(Ops.softmax(following, -1), rewards, discounts));
    Value crossEntropy = Ops.negate(wanted.times(Ops.logSoftmax(taken, -1)).sum(-1));
    return new Compared(crossEntropy, Ops.stopGradient(crossEntropy));
  }

  /**
   * Moves each value v to {@code reward + discount * v}, within the ends, and distributes its
   * probability to the two nearest values in proportion to their proximity. An exact match gets all
   * of it.
   *
   * @param probabilities {@code (batch, count)}
   * @param rewards {@code (batch,)}
   * @param discounts {@code (batch,)}
   * @return {@code (batch, count)}
   */
  Value project(Value probabilities, Value rewards, Value discounts) {
    int rows = probabilities.shape().dim(0);
    Value values = Ops.constant(support());
    Value moved = rewards.reshape(rows, 1).plus(discounts.reshape(rows, 1).times(values));
    Value place =
        moved.minus((float) low).times((float) (1 / distance())).clip(0, count - 1); // from 0
    Value below = Ops.minimum(Ops.floor(place), count - 2);
    Value above = place.minus(below); // how near to the next value, of [0, 1]
    Value to = Ops.cast(below.plus(Ops.constant(starts(rows))), DType.INT32).reshape(rows * count);
    Value parts =
        Ops.concatenate(
            List.of(
                probabilities.times(Ops.subtract(1, above)).reshape(rows * count),
                probabilities.times(above).reshape(rows * count)),
            0);
    Value ids = Ops.concatenate(List.of(to, Ops.add(to, 1)), 0);
    return Ops.segmentSum(parts, ids, rows * count).reshape(rows, count);
  }

  /** Returns the place of the first value of each row, where all rows are one. */
  private Tensor starts(int rows) {
    float[] places = new float[rows];
    for (int row = 0; row < rows; row++) {
      places[row] = row * count;
    }
    return Tensor.of(Shape.of(rows, 1), places);
  }
}
