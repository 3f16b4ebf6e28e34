// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/** Computes the weights of rows from the weights of classes. */
public final class ClassWeights {
  /**
   * The tolerance for the sum of a row's class probabilities, because smoothed labels are rounded.
   */
  private static final double ROUNDING = 1e-3;

  private ClassWeights() {}

  /**
   * Returns {@code (rows,)} weights.
   *
   * @param y a label or class probabilities in each row
   * @param weights weights by class. Other classes have weight 1
   * @throws IllegalArgumentException if a row does not specify a class
   */
  public static Tensor rows(Tensor y, Map<Integer, Double> weights) {
    Shape s = y.shape();
    int rows = s.dim(0);
    int width = rows == 0 ? 0 : y.size() / rows;
    if (s.rank() > 2) {
      throw new IllegalArgumentException(
          "class weights need one class per row, got targets %s; use sample weights".formatted(s));
    }
    float[] ofRows = new float[rows];
    for (int r = 0; r < rows; r++) {
      int label = width == 1 ? label(y, r) : largest(y, r, width);
      ofRows[r] = weights.getOrDefault(label, 1.0).floatValue();
    }
    return Tensor.of(Shape.of(rows), ofRows);
  }

  private static int label(Tensor y, int row) {
    float value = y.at(row);
    if (value != (int) value) {
      throw new IllegalArgumentException(
          ("class weights need integer class targets; row %d has %s. For a regression, use sample "
                  + "weights")
              .formatted(row, value));
    }
    return (int) value;
  }

  /** Returns the class with the highest probability, or the first of them if several are equal. */
  private static int largest(Tensor y, int row, int width) {
    int best = 0;
    double sum = 0;
    boolean shares = true;
    for (int c = 0; c < width; c++) {
      float share = y.at(row * width + c);
      best = share > y.at(row * width + best) ? c : best;
      shares &= share >= 0;
      sum += share;
    }
    if (!shares || !(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(
          ("class weights need one class per row, a label or a one-hot vector; the %d numbers of "
                  + "row %d are not probabilities that sum to 1. Use sample weights")
              .formatted(width, row));
    }
    return best;
  }
}
