// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.Map;

/**
 * One minus the Tversky index {@code both / (both + alpha * missed + beta * invented)}, for masks
 * of images: a Dice loss with separate weights for the two kinds of errors.
 */
public final class Tversky extends Loss {
  private final double alpha;
  private final double beta;
  private final int[] axes;

  /** Creates the loss of an entire batch with both weights 0.5. */
  public Tversky() {
    this(0.5, 0.5, (int[]) null);
  }

  /**
   * Creates the loss.
   *
   * @param alpha the weight of false negatives: in the targets but not in the predictions
   * @param beta the weight of false positives: in the predictions but not in the targets
   * @param axes the axes over which areas are measured, for example 1, 2, 3 for a loss per image;
   *     null for all
   */
  public Tversky(double alpha, double beta, int... axes) {
    super("tversky");
    Numbers.notNegative(name(), "alpha", alpha);
    Numbers.notNegative(name(), "beta", beta);
    this.alpha = alpha;
    this.beta = beta;
    this.axes = axes == null ? null : axes.clone();
  }

  static Tversky of(Settings settings) {
    return new Tversky(
        settings.getDouble("alpha", 0.5), settings.getDouble("beta", 0.5), Overlap.axes(settings));
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value both = Overlap.sum(Ops.multiply(yTrue, yPred), axes);
    Value missed = Overlap.sum(Ops.multiply(Ops.subtract(1f, yPred), yTrue), axes);
    Value invented = Overlap.sum(Ops.multiply(yPred, Ops.subtract(1f, yTrue)), axes);
    Value errors =
        Ops.add(Ops.multiply(missed, (float) alpha), Ops.multiply(invented, (float) beta));
    return Ops.subtract(1f, Ops.divide(both, Ops.add(Ops.add(both, errors), EPSILON)));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("alpha", alpha);
    config.put("beta", beta);
    config.put("axis", Overlap.form(axes));
    return config;
  }
}
