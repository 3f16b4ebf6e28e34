// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.doctor.Examination.Kernel;
import io.nyala.doctor.Examination.Reading;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * Checks for numbers closer to zero than 1.2e-38, which float32 stores with reduced precision.
 * Processors may take up to a hundred times as long for operations on them, and a JVM cannot make
 * the processor treat them as zeros.
 */
final class Subnormals {
  /** The number of rows to examine. More rows add little information. */
  private static final int ROWS = 4096;

  /** A fraction of one thousandth is noticeable. */
  private static final double FELT = 1e-3;

  /** Outputs that naturally approach zero, such as those of sigmoids, pass through this range. */
  private static final double MANY = 0.1;

  private Subnormals() {}

  static void check(Examination e, List<Finding> found) {
    for (int i = 0; i < e.inputs().size(); i++) {
      Tensor x = e.inputs().get(i);
      if (x.dtype() == DType.FLOAT32 && x.shape().rank() > 0) {
        look(x, e.inputs().size() == 1 ? "the inputs" : "input " + i, FELT, found);
      }
    }
    for (Kernel k : e.kernels()) {
      look(k.value(), k.path(), FELT, found);
    }
    if (found.stream().anyMatch(f -> f.disease() == Disease.SUBNORMAL_NUMBERS)) {
      return; // layer outputs for such inputs need no separate finding
    }
    for (Reading r : e.readings()) {
      if (!r.isOutput()) {
        look(r.output(), "the output of " + r.layer(), MANY, found);
      }
    }
  }

  private static void look(Tensor t, String where, double share, List<Finding> found) {
    int rows = t.shape().rank() == 0 ? 1 : t.shape().dim(0);
    int width = rows == 0 ? 0 : t.size() / rows;
    int looked = Math.min(rows, ROWS);
    long count = 0;
    int first = -1;
    float[] values = t.floats();
    for (int i = 0; i < looked; i++) {
      int from = (int) ((long) i * rows / looked) * width;
      for (int at = from; at < from + width; at++) {
        float size = Math.abs(values[at]);
        if (size > 0 && size < Float.MIN_NORMAL) {
          first = count++ == 0 ? at : first;
        }
      }
    }
    long all = (long) looked * width;
    if (count > share * all) {
      found.add(
          Finding.of(
              Disease.SUBNORMAL_NUMBERS,
              where,
              ("%d of %d numbers are between 0 and 1.2e-38, such as %s in row %d; steps with such "
                      + "numbers take up to a hundred times as long")
                  .formatted(count, all, values[first], first / width)));
    }
  }
}
