// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.ops.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The eleven changes among which {@link RandAugment} and {@link AugMix} choose.
 *
 * @param factor the range of their strengths
 * @param values the range of pixel values
 * @param interpolation of shears, shifts and rotations
 */
record ImageChanges(Range factor, Range values, Interpolation interpolation) {
  private static final int BINS = 256;

  /**
   * Returns all changes in the order of RandAugment. A change has the same draws in every
   * application.
   *
   * @param seed returns the seed of the n-th change, counted from 1
   */
  List<UnaryOperator<Value>> all(Call call, IntToLongFunction seed) {
    double low = factor.low();
    double high = factor.high();
    List<UnaryOperator<Value>> all = new ArrayList<>(moves(call, seed));
    all.add(by(new RandomBrightness(low, high).valueRange(values), call, seed, 4));
    all.add(by(new RandomColorDegeneration(low, high).valueRange(values), call, seed, 5));
    all.add(by(new RandomContrast(low, high).valueRange(values), call, seed, 6));
    all.add(by(new RandomSharpness(low, high).valueRange(values), call, seed, 7));
    all.addAll(levels(call, seed));
    return all;
  }

  /** Returns the changes that do not blend pixels: AugMix's choice without {@code all_ops}. */
  List<UnaryOperator<Value>> some(Call call, IntToLongFunction seed) {
    List<UnaryOperator<Value>> some = new ArrayList<>(moves(call, seed));
    some.addAll(levels(call, seed));
    return some;
  }

  private List<UnaryOperator<Value>> moves(Call call, IntToLongFunction seed) {
    double low = factor.low();
    double high = factor.high();
    return List.of(
        by(new RandomShear(factor, factor).interpolation(interpolation), call, seed, 1),
        by(new RandomTranslation(low, high, low, high).interpolation(interpolation), call, seed, 2),
        by(new RandomRotation(low, high).interpolation(interpolation), call, seed, 3));
  }

  private List<UnaryOperator<Value>> levels(Call call, IntToLongFunction seed) {
    int bits = Math.max(1, (int) (8 * factor.high()));
    return List.of(
        by(new RandomPosterization(bits).valueRange(values), call, seed, 8),
        by(new Solarization(factor, factor).valueRange(values), call, seed, 9),
        x -> AutoContrast.stretch(x, values),
        x -> Equalization.equalize(x, values, BINS));
  }

  private static UnaryOperator<Value> by(
      RandomImageLayer<?> layer, Call call, IntToLongFunction seed, int which) {
    layer.seed(seed.applyAsLong(which));
    return x -> layer.change(call, x);
  }
}
