// SPDX-License-Identifier: Apache-2.0
package io.nyala.regularizers;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The penalty on the mean absolute cosine between the rows (or columns) of a matrix: {@code factor}
 * times its mean over all pairs.
 *
 * @param factor not negative, 0.01 by default
 * @param mode which vectors shall be orthogonal
 */
public record OrthogonalRegularizer(double factor, Mode mode) implements Regularizer {
  /** The vectors that should be orthogonal. */
  public enum Mode {
    /** The rows. */
    ROWS,
    /** The columns. */
    COLUMNS
  }

  /** Checks the factor. */
  public OrthogonalRegularizer {
    Arguments.given("OrthogonalRegularizer: mode", mode);
    Regularizers.checkFactor("OrthogonalRegularizer", "factor", factor);
  }

  @Override
  public Value loss(Value x) {
    if (x.shape().rank() != 2) {
      throw new ShapeException("OrthogonalRegularizer: expected a matrix, got " + x.shape());
    }
    Value rows = mode == Mode.ROWS ? x : Ops.transpose(x, 1, 0);
    Value squares = Ops.sum(Ops.square(rows), true, 1);
    Value unit = Ops.multiply(rows, Ops.rsqrt(Ops.maximum(squares, 1e-24f)));
    int n = rows.shape().dim(0);
    Value cosines = Ops.multiply(Ops.matmul(unit, unit, false, true), offDiagonal(n));
    double pairs = n * (n - 1.0) / 2;
    return Ops.multiply(Ops.sum(Ops.abs(cosines)), (float) (factor * 0.5 / pairs));
  }

  private static Value offDiagonal(int n) {
    Tensor ones = Tensor.full(Shape.of(n, n), 1);
    for (int i = 0; i < n; i++) {
      ones.floats()[i * n + i] = 0;
    }
    return Ops.constant(ones);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("factor", factor);
    config.put("mode", mode.name().toLowerCase(Locale.ROOT));
    return config;
  }
}
