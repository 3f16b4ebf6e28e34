// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/** Rotates images {@code (batch, height, width, channels)} about their center during training. */
public final class RandomRotation extends RandomAffineLayer<RandomRotation> {
  private final Range factor;

  /**
   * Creates the layer.
   *
   * @param factor the largest rotation in either direction, as a fraction of a full turn, from -1
   *     to 1: 0.1 for up to 36 degrees
   */
  public RandomRotation(double factor) {
    this(Range.around("RandomRotation", "factor", factor, -1, 1));
  }

  /**
   * Creates the layer with a range of rotations, as fractions of a full turn; positive is
   * counterclockwise.
   */
  public RandomRotation(double from, double to) {
    this(Range.between("RandomRotation", "factor", from, to, -1, 1));
  }

  private RandomRotation(Range factor) {
    this.factor = factor;
  }

  static RandomRotation from(Settings s) {
    return new RandomRotation(Range.read(s, "factor", -1, 1)).readAffine(s);
  }

  @Override
  AffineSampling.Matrix matrix(Call call, Value x) {
    Value turns = uniform(call, x, 0, factor);
    Value angle = Ops.multiply(turns, (float) (2 * Math.PI));
    Value cos = Ops.cos(angle);
    Value sin = Ops.sin(angle);
    Value back = Ops.negate(sin);
    return new AffineSampling.Matrix(
        cos, back, offset(x, cos, back, 2), sin, cos, offset(x, sin, cos, 1));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("factor", factor.form());
    return config;
  }
}
