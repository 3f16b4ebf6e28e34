// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.List;
import java.util.Map;

/**
 * Reduces the number of bits of each colour during training, in images {@code (batch, height,
 * width, channels)}. It has no gradient.
 */
public final class RandomPosterization extends RandomColorLayer<RandomPosterization> {
  private static final int BITS = 8;

  /**
   * Creates the layer.
   *
   * @param bits the number of bits that remain is drawn from 1 to {@code bits - 1}, as in Keras;
   *     from 1 to 8
   */
  public RandomPosterization(int bits) {
    super(Range.around("RandomPosterization", "factor", bits, 1, BITS));
  }

  /**
   * Creates the layer with a range.
   *
   * @param from the least number of bits, from 1
   * @param to the number of bits is below this, at most 8; equal to {@code from} for exactly as
   *     many bits
   */
  public RandomPosterization(int from, int to) {
    super(Range.between("RandomPosterization", "factor", from, to, 1, BITS));
  }

  private RandomPosterization(Range factor) {
    super(factor);
  }

  static RandomPosterization from(Settings s) {
    Range factor = Range.read(s, "factor", 1, BITS);
    if (factor.low() != Math.rint(factor.low()) || factor.high() != Math.rint(factor.high())) {
      throw new IllegalArgumentException(
          "RandomPosterization: factor must be whole numbers of bits, got " + s.get("factor"));
    }
    return new RandomPosterization(factor).readRange(s);
  }

  @Override
  Value change(Call call, Value x) {
    Value drawn = Ops.floor(uniform(call, x, 0, factor()));
    // A draw may be rounded up to the end of its range.
    Value bits = Ops.minimum(drawn, (float) Math.max(factor().low(), factor().high() - 1));
    return reduce(x, bits);
  }

  /** Keeps the uppermost bits, {@code (batch, 1, 1, 1)}. */
  Value reduce(Value x, Value bits) {
    Value step = Ops.power(Ops.constant(2f), Ops.subtract(BITS, bits));
    Value whole = Ops.floor(values().scale(x, Range.BYTES));
    Value kept = Ops.multiply(Ops.floor(Ops.divide(whole, step)), step);
    return Range.BYTES.scale(Ops.stopGradient(kept), values());
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("factor", List.of((int) factor().low(), (int) factor().high()));
    return config;
  }
}
