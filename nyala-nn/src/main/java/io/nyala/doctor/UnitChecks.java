// SPDX-License-Identifier: Apache-2.0
package io.nyala.doctor;

import io.nyala.doctor.Examination.Reading;
import java.util.List;

/** Checks the outputs of hidden units. */
final class UnitChecks {
  private static final double DEAD_SHARE = 0.75;
  private static final double SATURATED_SHARE = 0.5;
  private static final float END = 0.99f;

  private UnitChecks() {}

  static void check(List<Reading> readings, List<Finding> found) {
    for (Reading r : readings) {
      if (r.isOutput()) {
        continue; // a confident output is not a problem
      }
      switch (r.activation()) {
        case "relu" -> dead(r, found);
        case "sigmoid" -> saturated(r, 0.5f, found);
        case "tanh" -> saturated(r, 0, found);
        default -> {
          // others have a nonzero gradient everywhere
        }
      }
    }
  }

  private static void dead(Reading r, List<Finding> found) {
    int units = r.output().shape().last();
    float[] values = r.output().floats();
    boolean[] alive = new boolean[units];
    for (int i = 0; i < values.length; i++) {
      alive[i % units] |= values[i] > 0;
    }
    int dead = 0;
    for (boolean a : alive) {
      dead += a ? 0 : 1;
    }
    if (dead > DEAD_SHARE * units) {
      found.add(
          Finding.of(
              Disease.DEAD_UNITS,
              r.layer().toString(),
              "%d of %d units output zero for all of %d rows"
                  .formatted(dead, units, r.output().shape().dim(0))));
    }
  }

  /** Counts values in the last hundredth of the range between the middle and an end. */
  private static void saturated(Reading r, float middle, List<Finding> found) {
    float[] values = r.output().floats();
    int n = 0;
    for (float v : values) {
      n += Math.abs(v - middle) > END * (1 - middle) ? 1 : 0;
    }
    if (n > SATURATED_SHARE * values.length) {
      found.add(
          Finding.of(
              Disease.SATURATED_UNITS,
              r.layer().toString(),
              "%d%% of its outputs are at the ends of %s"
                  .formatted(Math.round(100.0 * n / values.length), r.activation())));
    }
  }
}
