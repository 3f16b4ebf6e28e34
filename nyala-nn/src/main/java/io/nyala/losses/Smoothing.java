// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;

/** Label smoothing. */
final class Smoothing {
  private Smoothing() {}

  static void check(String loss, double share) {
    Numbers.share(loss, "label_smoothing", share);
  }

  /** Moves each target toward 0.5. */
  static Value binary(Value target, double share) {
    return share == 0 ? target : towards(target, share, 0.5 * share);
  }

  /** Moves one-hot targets, with classes on the last axis, towards a uniform distribution. */
  static Value categorical(Value target, double share) {
    return share == 0 ? target : towards(target, share, share / target.shape().last());
  }

  private static Value towards(Value target, double share, double floor) {
    return Ops.add(Ops.multiply(target, (float) (1 - share)), (float) floor);
  }
}
