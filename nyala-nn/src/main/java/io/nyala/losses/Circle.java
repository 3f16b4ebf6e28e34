// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * The circle loss (Sun et al., 2020) between integer labels and embeddings {@code (batch,
 * features)} of length 1, such as the output of {@code unitNormalization}: rows with the same label
 * are pulled together and rows with different labels pushed apart, more strongly the further they
 * are from their optimum. Each row is compared with all rows of its batch, so batches should
 * contain several rows of each label.
 *
 * <p>As in Keras, rows whose loss is 0 are excluded from the mean, including rows without another
 * row of their label.
 */
public final class Circle extends Loss {
  /** Substitute for minus infinity, whose gradient would be NaN. */
  private static final float NEVER = -1e30f;

  private double gamma = 80;
  private double margin = 0.4;
  private boolean removeDiagonal = true;

  /** Creates the loss with Keras's defaults: gamma 80, margin 0.4. */
  public Circle() {
    super("circle");
  }

  static Circle of(Settings s) {
    return new Circle()
        .gamma(s.getDouble("gamma", 80))
        .margin(s.getDouble("margin", 0.4))
        .removeDiagonal(s.getBoolean("remove_diagonal", true));
  }

  /** Sets the scale of the similarities; default 80. */
  public Circle gamma(double factor) {
    Numbers.positive(name(), "gamma", factor);
    this.gamma = factor;
    return this;
  }

  /** Sets the relaxation margin of the cosine distance; default 0.4. */
  public Circle margin(double distance) {
    Numbers.finite(name(), "margin", distance);
    this.margin = distance;
    return this;
  }

  /** Sets whether to exclude pairs of a row with itself; default true. */
  public Circle removeDiagonal(boolean on) {
    this.removeDiagonal = on;
    return this;
  }

  @Override
  protected Aligned align(Value yTrue, Value yPred) {
    return Labels.align(yTrue, yPred);
  }

  @Override
  protected Value values(Value labels, Value yPred) {
    Value same = Ops.equal(Ops.expandDims(labels, 1), Ops.expandDims(labels, 0));
    Value others = Ops.not(same);
    if (removeDiagonal) {
      same = Ops.and(same, Ops.not(diagonal(yPred.shape().dim(0))));
    }
    Value distance = Ops.maximum(Ops.subtract(1, Ops.matmul(yPred, yPred, false, true)), 0);
    Value near = pull(same, Ops.add(distance, (float) margin), (float) margin, distance, -gamma);
    Value away = Ops.maximum(Ops.subtract((float) (1 + margin), distance), 0);
    Value far = pull(others, away, (float) (1 - margin), distance, gamma);
    return Ops.softplus(Ops.add(near, far));
  }

  private static Value diagonal(int rows) {
    if (rows == Shape.UNKNOWN) {
      throw new ShapeException("circle: the size of the batch must be known");
    }
    int[] numbers = new int[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = i;
    }
    Value row = Ops.constant(Tensor.ofInts(Shape.of(rows), numbers));
    return Ops.equal(Ops.expandDims(row, 1), Ops.expandDims(row, 0));
  }

  /** Returns the log-sum-exp over the partners of each row. */
  private static Value pull(
      Value partners, Value weight, float limit, Value distance, double factor) {
    Value strength = Ops.multiply(weight, Ops.subtract(limit, distance));
    Value scaled = Ops.multiply(strength, (float) factor);
    return Ops.logSumExp(Ops.where(partners, scaled, Ops.constant(NEVER)), false, 1);
  }

  @Override
  protected Value counted(Value labels, Value yPred) {
    return Ops.greater(values(labels, yPred), 0);
  }

  @Override
  public void checkShapes(Shape yTrue, Shape yPred) {
    if (yPred.rank() != 2 || !(yTrue.accepts(yPred.drop(-1)) || yTrue.accepts(yPred.with(-1, 1)))) {
      throw new ShapeException(
          "%s: expected integer labels (batch,) and embeddings (batch, features), got %s and %s"
              .formatted(name(), yTrue, yPred));
    }
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("gamma", gamma);
    config.put("margin", margin);
    config.put("remove_diagonal", removeDiagonal);
    return config;
  }
}
