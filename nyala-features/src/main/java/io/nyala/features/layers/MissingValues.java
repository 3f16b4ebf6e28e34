// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Puts columns of numbers side by side, replaces missing ones (NaN), and says which were missing.
 *
 * <p>Inputs: float32 {@code (batch, 1)}, one for each column. Outputs: float32 {@code (batch,
 * columns)}; and, if any column has an indicator, float32 {@code (batch, indicators)} with 1 where
 * its value was missing, otherwise 0. A missing value in a column without a fill is an error.
 */
public final class MissingValues extends OwnLayer<MissingValues> {
  private final double[] fills;
  private final boolean[] indicators;

  /**
   * Creates the layer.
   *
   * @param fills the number for missing values of each column; NaN if there must be none
   * @param indicators whether there is an indicator for each column
   */
  public MissingValues(double[] fills, boolean[] indicators) {
    this.fills = Arguments.given("fills", fills).clone();
    this.indicators = Arguments.given("indicators", indicators).clone();
    if (fills.length != indicators.length || fills.length == 0) {
      throw new IllegalArgumentException(
          "MissingValues: expected as many fills as indicators and at least one, got %d and %d"
              .formatted(fills.length, indicators.length));
    }
  }

  static MissingValues from(Settings s) {
    double[] fills =
        list(s, "fills", Number.class).stream()
            .mapToDouble(fill -> fill == null ? Double.NaN : fill.doubleValue())
            .toArray();
    List<Boolean> flags = list(s, "indicators", Boolean.class);
    boolean[] indicators = new boolean[flags.size()];
    for (int i = 0; i < indicators.length; i++) {
      indicators[i] = Boolean.TRUE.equals(flags.get(i));
    }
    return new MissingValues(fills, indicators);
  }

  private int indicated() {
    int count = 0;
    for (boolean indicator : indicators) {
      count += indicator ? 1 : 0;
    }
    return count;
  }

  @Override
  public boolean takesMissing(int input) {
    return !Double.isNaN(fills[input]);
  }

  @Override
  protected List<Type> outputTypes(List<Type> inputs) {
    if (inputs.size() != fills.length) {
      throw new ShapeException(
          "expected %d columns, got %d inputs".formatted(fills.length, inputs.size()));
    }
    for (Type type : inputs) {
      boolean column = type.shape().rank() == 2 && type.shape().last() == 1;
      if (!column || type.dtype() == DType.STRING) {
        throw new ShapeException("expected columns of numbers (batch, 1), got " + type);
      }
    }
    Shape rows = inputs.get(0).shape();
    Type filled = Type.floats(rows.with(1, fills.length));
    return indicated() == 0
        ? List.of(filled)
        : List.of(filled, Type.floats(rows.with(1, indicated())));
  }

  @Override
  protected List<Tensor> compute(List<Tensor> inputs) {
    int rows = inputs.get(0).shape().dim(0);
    int columns = fills.length;
    int indicated = indicated();
    float[] filled = new float[rows * columns];
    float[] missing = new float[rows * indicated];
    int indicator = 0;
    for (int c = 0; c < columns; c++) {
      float[] column = inputs.get(c).toFloats();
      for (int r = 0; r < rows; r++) {
        boolean isMissing = Float.isNaN(column[r]);
        if (isMissing && Double.isNaN(fills[c])) {
          throw new IllegalArgumentException(
              "%s: row %d of input %d is missing; no row was when the layer was made"
                  .formatted(this, r, c));
        }
        filled[r * columns + c] = isMissing ? (float) fills[c] : column[r];
        if (isMissing && indicators[c]) {
          missing[r * indicated + indicator] = 1;
        }
      }
      indicator += indicators[c] ? 1 : 0;
    }
    Tensor first = Tensor.of(Shape.of(rows, columns), filled);
    return indicated == 0
        ? List.of(first)
        : List.of(first, Tensor.of(Shape.of(rows, indicated), missing));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put(
        "fills", Arrays.stream(fills).mapToObj(f -> Double.isNaN(f) ? null : (Object) f).toList());
    config.put(
        "indicators", IntStream.range(0, indicators.length).mapToObj(i -> indicators[i]).toList());
    return config;
  }
}
