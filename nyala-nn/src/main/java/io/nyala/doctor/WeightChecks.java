// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.doctor.Examination.Kernel;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Checks kernels and their gradients. */
final class WeightChecks {
  private static final double VANISHED = 1e-5;

  /** The ratio of gradient to weights above which a gradient has exploded. */
  private static final double EXPLODED = 1e3;

  private WeightChecks() {}

  static void check(List<Kernel> kernels, List<Finding> found) {
    List<String> symmetric = new ArrayList<>();
    for (Kernel k : kernels) {
      if (hasEqualUnits(k.value())) {
        symmetric.add(k.path());
      }
    }
    if (!symmetric.isEmpty()) {
      found.add(
          Finding.of(
              Disease.SYMMETRIC_WEIGHTS,
              String.join(", ", symmetric),
              "all units of the layer have the same weights, so they get the same gradients and"
                  + " stay equal"));
    }
    vanishing(kernels, found);
    exploding(kernels, found);
  }

  private static boolean hasEqualUnits(Tensor kernel) {
    int units = kernel.shape().last();
    float[] values = kernel.floats();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != values[i - i % units]) {
        return false;
      }
    }
    return units > 1;
  }

  private static void vanishing(List<Kernel> kernels, List<Finding> found) {
    if (kernels.size() < 3 || kernels.get(0).gradient() == null) {
      return;
    }
    double first = rms(kernels.get(0).gradient());
    double largest = 0;
    for (Kernel k : kernels) {
      largest = Math.max(largest, rms(k.gradient()));
    }
    if (first < VANISHED * largest || largest == 0) {
      found.add(
          Finding.of(
              Disease.VANISHING_GRADIENTS,
              kernels.get(0).path(),
              "root mean square of the gradient %s, and %s in the layer where it is largest"
                  .formatted((float) first, (float) largest)));
    }
  }

  private static void exploding(List<Kernel> kernels, List<Finding> found) {
    for (Kernel k : kernels) {
      if (k.gradient() == null) {
        continue;
      }
      double gradient = rms(k.gradient());
      double value = rms(k.value());
      if (!(gradient <= EXPLODED * value) && value > 0) {
        found.add(
            Finding.of(
                Disease.EXPLODING_GRADIENTS,
                k.path(),
                "root mean square of the gradient %s, of the weights %s"
                    .formatted((float) gradient, (float) value)));
        return;
      }
    }
  }

  private static double rms(Tensor t) {
    double sum = 0;
    for (float v : t.floats()) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum / Math.max(1, t.size()));
  }
}
