// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.doctor.Examination.Head;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks inputs and targets independently of the network. */
final class DataChecks {
  /** The number of rows to examine. More rows add little information. */
  private static final int ROWS = 4096;

  private static final int FEWEST_ROWS = 10;

  /** A larger standard deviation or mean noticeably slows training. */
  private static final double LARGE = 10;

  /** Above this fraction, constant columns are likely the borders of images or similar. */
  private static final double FEW = 0.05;

  private static final Set<String> SCALING =
      Set.of("Normalization", "Rescaling", "BatchNormalization", "Embedding");

  private DataChecks() {}

  static void check(Examination e, List<Finding> found) {
    boolean scaled = e.readings().stream().anyMatch(r -> SCALING.contains(r.layer().className()));
    for (int i = 0; i < e.inputs().size(); i++) {
      Tensor x = e.inputs().get(i);
      if (x.dtype() == DType.FLOAT32 && x.shape().rank() >= 2) {
        String where = e.inputs().size() == 1 ? "the inputs" : "input " + i;
        columns(new Columns(x, ROWS), where, scaled, x.shape().rank() == 2, e, found);
      }
    }
    for (Head head : e.heads()) {
      Columns y = new Columns(head.targets(), ROWS);
      boolean constant = y.rows >= FEWEST_ROWS;
      for (int c = 0; c < y.count; c++) {
        constant &= y.deviation[c] == 0;
      }
      if (constant) {
        found.add(
            Finding.of(
                Disease.CONSTANT_TARGETS,
                "output " + head.name(),
                "%d rows with the same target %s".formatted(y.rows, y.mean[0])));
      }
    }
  }

  private static void columns(
      Columns x, String where, boolean scaled, boolean table, Examination e, List<Finding> found) {
    if (x.rows < FEWEST_ROWS) {
      return;
    }
    List<Integer> unscaled = new ArrayList<>();
    List<Integer> constant = new ArrayList<>();
    for (int c = 0; c < x.count; c++) {
      if (x.deviation[c] == 0) {
        constant.add(c);
      } else if (x.deviation[c] > LARGE || Math.abs(x.mean[c]) > LARGE) {
        unscaled.add(c);
      }
    }
    if (!unscaled.isEmpty() && !scaled) {
      int c = unscaled.get(0);
      found.add(
          Finding.of(
              Disease.UNSCALED_INPUTS,
              where,
              ("%d of %d columns far from mean 0 and standard deviation 1, such as column %d with "
                      + "mean %s and standard deviation %s")
                  .formatted(
                      unscaled.size(), x.count, c, brief(x.mean[c]), brief(x.deviation[c]))));
    }
    if (!table) {
      return;
    }
    if (!constant.isEmpty() && constant.size() <= Math.max(3, FEW * x.count)) {
      found.add(
          Finding.of(
              Disease.CONSTANT_FEATURES,
              where,
              "the same value in all %d rows of columns %s".formatted(x.rows, constant)));
    }
    duplicates(x, where, found);
    leaks(x, e, found);
  }

  private static void duplicates(Columns x, String where, List<Finding> found) {
    Map<Integer, Integer> seen = new HashMap<>();
    for (int c = 0; c < x.count; c++) {
      if (x.deviation[c] == 0 || !x.hasSeveralValues(c)) {
        continue;
      }
      Integer other = seen.putIfAbsent(x.hash(c), c);
      if (other != null && x.areEqual(other, c)) {
        found.add(
            Finding.of(
                Disease.DUPLICATED_FEATURES,
                where,
                "columns %d and %d are equal in all %d rows".formatted(other, c, x.rows)));
        return;
      }
    }
  }

  /** Finds inputs that equal the target, possibly scaled. */
  private static void leaks(Columns x, Examination e, List<Finding> found) {
    for (Head head : e.heads()) {
      Columns y = new Columns(head.targets(), ROWS);
      for (int c = 0; y.count == 1 && y.rows == x.rows && c < x.count; c++) {
        double r = x.correlation(c, y);
        if (Math.abs(r) > 0.9999) {
          found.add(
              Finding.of(
                  Disease.LEAKAGE_SUSPECTED,
                  "the inputs",
                  "column %d has correlation %s with the target of %s"
                      .formatted(c, brief(r), head.name())));
          return;
        }
      }
    }
  }

  private static String brief(double value) {
    return Float.toString((float) value);
  }
}
