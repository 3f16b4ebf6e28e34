// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.tensor.Tensor;

/** The columns of a table, or of the flattened rows, with their means and standard deviations. */
final class Columns {
  private static final int SEVERAL = 5;

  final int rows;
  final int count;
  final double[] mean;
  final double[] deviation;
  private final float[] values;
  private final int[] places;

  /** Samples at most {@code most} rows from the first to the last, because rows may be sorted. */
  Columns(Tensor t, int most) {
    int all = t.shape().rank() == 0 ? 1 : t.shape().dim(0);
    rows = Math.min(all, most);
    places = new int[rows];
    for (int r = 0; r < rows; r++) {
      places[r] = (int) ((long) r * all / rows);
    }
    count = all == 0 ? 0 : t.size() / all;
    values = t.toFloats();
    mean = new double[count];
    deviation = new double[count];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < count; c++) {
        mean[c] += at(r, c);
      }
    }
    for (int c = 0; c < count; c++) {
      mean[c] /= rows;
    }
    float[] first = rows == 0 ? new float[0] : values;
    boolean[] varies = new boolean[count];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < count; c++) {
        double d = at(r, c) - mean[c];
        deviation[c] += d * d;
        varies[c] |= at(r, c) != first[c];
      }
    }
    for (int c = 0; c < count; c++) {
      deviation[c] = varies[c] ? Math.sqrt(deviation[c] / rows) : 0;
    }
  }

  float at(int row, int column) {
    return values[places[row] * count + column];
  }

  /**
   * Returns whether a column has at least five distinct values. Binary columns are too often equal
   * by chance.
   */
  boolean hasSeveralValues(int column) {
    float[] distinct = new float[SEVERAL];
    int n = 0;
    for (int r = 0; r < rows && n < SEVERAL; r++) {
      boolean known = false;
      for (int i = 0; i < n; i++) {
        known |= distinct[i] == at(r, column);
      }
      if (!known) {
        distinct[n++] = at(r, column);
      }
    }
    return n == SEVERAL;
  }

  int hash(int column) {
    int hash = 1;
    for (int r = 0; r < rows; r++) {
      hash = 31 * hash + Float.hashCode(at(r, column));
    }
    return hash;
  }

  boolean areEqual(int a, int b) {
    for (int r = 0; r < rows; r++) {
      if (at(r, a) != at(r, b)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the correlation with a single column, or 0 if either is constant. */
  double correlation(int column, Columns y) {
    if (deviation[column] == 0 || y.deviation[0] == 0) {
      return 0;
    }
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += (at(r, column) - mean[column]) * (y.at(r, 0) - y.mean[0]);
    }
    return sum / rows / deviation[column] / y.deviation[0];
  }
}
