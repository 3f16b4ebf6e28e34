// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.util.Locale;

/**
 * Regression metrics as defined by scikit-learn, with MAPE in percent. With several outputs {@code
 * (n, outputs)} every metric is the mean over the outputs.
 *
 * @param rows the number of rows
 * @param mae the mean absolute error, in the unit of the target
 * @param mse the mean squared error
 * @param rmse the root of the mean squared error, in the unit of the target
 * @param r2 the fraction of explained variance: 1 is perfect, 0 is no better than the mean; for a
 *     constant target, 1 if every prediction is correct, otherwise 0
 * @param mape the mean absolute error relative to the target, in percent as in Keras's metric; huge
 *     if targets are 0
 */
public record RegressionReport(
    int rows, double mae, double mse, double rmse, double r2, double mape) {

  /**
   * Computes the metrics of predictions.
   *
   * @param actual shape {@code (n,)}, {@code (n, 1)} or {@code (n, outputs)}
   * @param predicted the predictions, in the same shape
   * @throws DataException if shapes differ (except for a last axis of 1), there are no rows, or a
   *     value is NaN or infinite
   */
  public static RegressionReport of(Tensor actual, Tensor predicted) {
    int rank = actual.shape().rank();
    if (rank == 0
        || rank > 2
        || predicted.shape().rank() == 0
        || actual.size() == 0
        || actual.size() != predicted.size()
        || actual.shape().dim(0) != predicted.shape().dim(0)) {
      throw new DataException(
          "RegressionReport: expected the same shape, (n,) or (n, outputs), got actual %s and"
                  .formatted(actual.shape())
              + " predicted "
              + predicted.shape());
    }
    int n = actual.shape().dim(0);
    int outputs = actual.size() / n;
    double[] sums = new double[5];
    for (int c = 0; c < outputs; c++) {
      double[] one = column(actual, predicted, n, outputs, c);
      for (int m = 0; m < sums.length; m++) {
        sums[m] += one[m] / outputs;
      }
    }
    return new RegressionReport(n, sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  private static double[] column(Tensor actual, Tensor predicted, int n, int outputs, int c) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double y = finite(actual, i * outputs + c, i, "actual");
      finite(predicted, i * outputs + c, i, "predicted");
      sum += y;
    }
    double mean = sum / n;
    double absolute = 0;
    double squared = 0;
    double relative = 0;
    double spread = 0;
    for (int i = 0; i < n; i++) {
      double y = actual.at(i * outputs + c);
      double error = y - predicted.at(i * outputs + c);
      absolute += Math.abs(error);
      squared += error * error;
      relative += Math.abs(error) / Math.max(Math.abs(y), Math.ulp(1.0));
      spread += (y - mean) * (y - mean);
    }
    double r2 = spread > 0 ? 1 - squared / spread : squared == 0 ? 1 : 0;
    return new double[] {absolute / n, squared / n, Math.sqrt(squared / n), r2, 100 * relative / n};
  }

  private static double finite(Tensor t, int position, int row, String what) {
    float value = t.at(position);
    if (!Float.isFinite(value)) {
      throw new DataException(
          "RegressionReport: the %s value of row %d is %s; hint: did training diverge?"
              .formatted(what, row, value));
    }
    return value;
  }

  /** Formats one metric per line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "rows  %d\nMAE   %.6g\nMSE   %.6g\nRMSE  %.6g\nR2    %.6g\nMAPE  %.6g %%\n",
        rows,
        mae,
        mse,
        rmse,
        r2,
        mape);
  }
}
