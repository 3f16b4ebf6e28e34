// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.losses.Loss;
import io.nyala.tensor.Tensor;
import java.util.Arrays;

/** The loss of the trivial predictor: the best answer that does not depend on the inputs. */
final class Baseline {
  private Baseline() {}

  /** Returns the loss, or NaN for losses whose best constant is unknown. */
  static double of(Loss loss, Tensor y, int units) {
    if (y.shape().rank() > 2 || y.size() == 0) {
      return Double.NaN;
    }
    return switch (loss.className()) {
      case "MeanSquaredError" -> variance(new Columns(y, Integer.MAX_VALUE));
      case "MeanAbsoluteError" -> medians(y);
      case "BinaryCrossentropy" -> binary(new Columns(y, Integer.MAX_VALUE));
      case "CategoricalCrossentropy" -> entropy(new Columns(y, Integer.MAX_VALUE).mean);
      case "SparseCategoricalCrossentropy" -> entropy(frequencies(y, units));
      default -> Double.NaN;
    };
  }

  private static double variance(Columns y) {
    return Arrays.stream(y.deviation).map(d -> d * d).average().orElse(Double.NaN);
  }

  private static double medians(Tensor y) {
    Columns columns = new Columns(y, Integer.MAX_VALUE);
    double sum = 0;
    for (int c = 0; c < columns.count; c++) {
      float[] values = new float[columns.rows];
      for (int r = 0; r < values.length; r++) {
        values[r] = columns.at(r, c);
      }
      Arrays.sort(values);
      float median = values[values.length / 2];
      for (float v : values) {
        sum += Math.abs(v - median);
      }
    }
    return sum / columns.rows / columns.count;
  }

  private static double binary(Columns y) {
    double sum = 0;
    for (double p : y.mean) {
      sum += entropy(p, 1 - p);
    }
    return sum / y.count;
  }

  private static double[] frequencies(Tensor y, int units) {
    double[] share = new double[units];
    for (int i = 0; i < y.size(); i++) {
      int label = Math.round(y.at(i));
      if (label >= 0 && label < units) {
        share[label] += 1.0 / y.size();
      }
    }
    return share;
  }

  private static double entropy(double... shares) {
    double sum = 0;
    for (double p : shares) {
      sum -= p > 0 ? p * Math.log(p) : 0;
    }
    return sum;
  }
}
