// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Applies some of eleven changes to images {@code (batch, height, width, 3)} during training (Cubuk
 * et al. 2019): shear, translation, rotation, brightness, color degeneration, contrast, sharpness,
 * posterization, solarization, contrast stretching and equalization. The changes are chosen for the
 * whole batch, their strengths for each image. All of them are computed, as in Keras, so this layer
 * costs more time than the others.
 */
public final class RandAugment extends RandomRangeLayer<RandAugment> {
  private static final int CHANGES = 11;

  private int operations = 2;
  private Range factor = new Range(0, 0.5);
  private Interpolation interpolation = Interpolation.BILINEAR;

  /** Creates a layer with Keras's settings: two changes, factors up to 0.5. */
  public RandAugment() {}

  static RandAugment from(Settings s) {
    RandAugment layer = new RandAugment().readRange(s);
    layer.factor = Range.read(s, "factor", 0.5, 0, 1);
    return layer
        .operations(s.getInt("num_ops", 2))
        .interpolation(s.getEnum("interpolation", Interpolation.BILINEAR));
  }

  /** Sets how many changes are applied one after the other; default 2. */
  public RandAugment operations(int number) {
    unbuilt().operations = Require.notNegative("RandAugment", "num_ops", number);
    return this;
  }

  /** Sets the largest strength, from 0 to 1; default 0.5. */
  public RandAugment factor(double most) {
    return factor(0, most);
  }

  /** Sets the range of the strengths, from 0 to 1. */
  public RandAugment factor(double from, double to) {
    unbuilt().factor = Range.between("RandAugment", "factor", from, to, 0, 1);
    return this;
  }

  /** Sets the interpolation of shears, shifts and rotations: bilinear (the default) or nearest. */
  public RandAugment interpolation(Interpolation how) {
    unbuilt().interpolation = RandomAffineLayer.simple("RandAugment", how);
    return this;
  }

  @Override
  Value change(Call call, Value x) {
    Value chosen = uniform(call, Shape.of(Math.max(1, operations)), 0, 0, CHANGES);
    List<UnaryOperator<Value>> changes = changes(call);
    Value y = x;
    for (int i = 0; i < operations; i++) {
      Value which = Ops.reshape(Ops.slice(Ops.floor(chosen), 0, i, 1), Shape.scalar());
      Value next = y;
      for (int c = 0; c < CHANGES; c++) {
        next = Ops.where(Ops.equal(which, c), changes.get(c).apply(y), next);
      }
      y = next;
    }
    return y;
  }

  /** Returns the changes in Keras's order, each with the same draws in every application. */
  List<UnaryOperator<Value>> changes(Call call) {
    return new ImageChanges(factor, values(), interpolation)
        .all(call, which -> innerSeed(call, which));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("num_ops", operations);
    config.put("factor", factor.form());
    config.put("interpolation", interpolation.kerasName());
    return config;
  }
}
