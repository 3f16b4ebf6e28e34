// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * One minus the Dice coefficient {@code 2 * sum(yTrue * yPred) / (sum(yTrue) + sum(yPred))}, for
 * masks of images.
 */
public final class Dice extends Loss {
  private final int[] axes;

  /** Creates the loss of an entire batch. */
  public Dice() {
    this((int[]) null);
  }

  /**
   * Creates the loss.
   *
   * @param axes the axes over which areas are measured, for example 1, 2, 3 for a loss per image;
   *     null for all
   */
  public Dice(int... axes) {
    super("dice");
    this.axes = axes == null ? null : axes.clone();
  }

  static Dice of(Settings settings) {
    return new Dice(Overlap.axes(settings));
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value both = Overlap.sum(Ops.multiply(yTrue, yPred), axes);
    Value either = Ops.add(Overlap.sum(yTrue, axes), Overlap.sum(yPred, axes));
    return Ops.subtract(1f, Ops.divide(Ops.multiply(both, 2f), Ops.add(either, EPSILON)));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", Overlap.form(axes));
    return config;
  }
}
