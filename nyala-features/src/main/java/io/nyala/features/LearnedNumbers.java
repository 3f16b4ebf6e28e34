// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import io.nyala.data.DataException;
import io.nyala.data.table.Table;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Scaled numbers.
 *
 * @param feature the feature
 * @param missing how many training rows are missing
 * @param fill the number for missing values, or NaN if there must be none
 * @param unit the typical size of the numbers, of which the logarithm is taken; 0 for none
 * @param center what is subtracted
 * @param scale what the difference is divided by
 */
record LearnedNumbers(
    NumericFeature feature, int missing, double fill, double unit, double center, double scale)
    implements Learned {
  static LearnedNumbers fit(NumericFeature feature, Table train) {
    double[] all = feature.values(train);
    double[] present = present(feature, all, train);
    double unit = feature.log ? unit(present) : 0;
    double[] scaled =
        feature.log
            ? Arrays.stream(present)
                .map(x -> Math.signum(x) * Math.log1p(Math.abs(x) / unit))
                .toArray()
            : present;
    double[] sorted = scaled.clone();
    Arrays.sort(sorted);
    int missing = all.length - present.length;
    double center =
        switch (feature.scaling) {
          case STANDARD -> Arrays.stream(scaled).average().getAsDouble();
          case MIN_MAX -> sorted[0];
          case ROBUST -> quantile(sorted, 0.5);
          default -> 0;
        };
    double scale =
        switch (feature.scaling) {
          case STANDARD ->
              Math.sqrt(
                  Arrays.stream(scaled)
                      .map(x -> (x - center) * (x - center))
                      .average()
                      .getAsDouble());
          case MIN_MAX -> sorted[sorted.length - 1] - sorted[0];
          case ROBUST -> quantile(sorted, 0.75) - quantile(sorted, 0.25);
          default -> 1;
        };
    double fill = fill(feature, missing, present);
    return new LearnedNumbers(feature, missing, fill, unit, center, scale > 0 ? scale : 1);
  }

  /** Returns the median size of the numbers other than 0, or 1 if there are none. */
  private static double unit(double... present) {
    double[] sizes = Arrays.stream(present).map(Math::abs).filter(x -> x > 0).sorted().toArray();
    return sizes.length == 0 ? 1 : quantile(sizes, 0.5);
  }

  /** Returns the numbers that are not missing. */
  static double[] present(NumericFeature feature, double[] all, Table train) {
    double[] present = Arrays.stream(all).filter(x -> !Double.isNaN(x)).toArray();
    if (present.length == 0) {
      throw new DataException(
          "%s: column \"%s\" has no values in the %d training rows; leave the feature out"
              .formatted(train.source(), feature.name(), train.rows()));
    }
    return present;
  }

  private static double fill(NumericFeature feature, int missing, double... present) {
    if (missing == 0 && !feature.expected) {
      return Double.NaN;
    }
    if (feature.constant != null) {
      return feature.constant;
    }
    double[] sorted = present.clone();
    Arrays.sort(sorted);
    return switch (feature.fill) {
      case MEAN -> Arrays.stream(present).average().getAsDouble();
      case MEDIAN -> quantile(sorted, 0.5);
      case MOST_FREQUENT -> mostFrequent(sorted);
    };
  }

  private static double mostFrequent(double... sorted) {
    int best = 0;
    int bestCount = 0;
    for (int from = 0; from < sorted.length; ) {
      int to = from;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      if (to - from > bestCount) {
        best = from;
        bestCount = to - from;
      }
      from = to;
    }
    return sorted[best];
  }

  /** Returns a quantile, interpolated between the two nearest values. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    double part = at - below;
    return part == 0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
  }

  /**
   * Returns the numbers of a table as the model's input.
   *
   * @param prepared whether the model is prepared for missing values
   */
  static Tensor tensor(NumericFeature feature, Table table, boolean prepared) {
    double[] values = feature.values(table);
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values[i];
      if (Double.isNaN(values[i]) && !prepared) {
        throw new DataException(
            ("%s, column \"%s\": the value of row %d is missing, but no training row was; hint:"
                    + " numeric(\"%s\").fill(Fill.MEDIAN) prepares a model for it")
                .formatted(table.source(), feature.name(), i, feature.name()));
      }
      if (Float.isInfinite(data[i])) {
        throw new DataException(
            "%s, column \"%s\": %s in row %d is too large for float32"
                .formatted(table.source(), feature.name(), values[i], i));
      }
    }
    return Tensor.of(Shape.of(data.length, 1), data);
  }

  private boolean indicated() {
    return feature.indicator && !Double.isNaN(fill);
  }

  @Override
  public DType dtype() {
    return DType.FLOAT32;
  }

  @Override
  public int width() {
    return indicated() ? 2 : 1;
  }

  @Override
  public String encoding() {
    String how =
        switch (feature.scaling) {
          case STANDARD -> "standard";
          case MIN_MAX -> "min-max";
          case ROBUST -> "robust";
          default -> feature.bool ? "0 or 1" : "raw";
        };
    String by =
        feature.constant == null
            ? feature.fill.name().toLowerCase(Locale.ROOT).replace('_', ' ')
            : "constant";
    return (feature.log ? "log, " : "")
        + how
        + (Double.isNaN(fill) ? "" : ", missing: " + by)
        + (indicated() ? " + indicator" : "");
  }

  @Override
  public Tensor tensor(Table table) {
    return tensor(feature, table, !Double.isNaN(fill));
  }

  @Override
  public void encode(Value input, Encoder encoder) {
    encoder.add(new Encoder.Scaled(input, unit, fill, indicated(), center, scale));
  }
}
