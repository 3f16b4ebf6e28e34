// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Categorical cross-entropy that gives less weight to easy samples (Lin et al., 2017): {@code
 * -sum(alpha * (1 - p)^gamma * yTrue * log(p))}, for one-hot targets.
 */
public final class CategoricalFocalCrossentropy extends Loss {
  private double alpha = 0.25;
  private double gamma = 2;
  private boolean fromLogits;
  private double labelSmoothing;
  private int axis = -1;

  /** Creates the loss for probabilities with an alpha of 0.25 and a gamma of 2. */
  public CategoricalFocalCrossentropy() {
    super("categorical_focal_crossentropy");
  }

  static CategoricalFocalCrossentropy of(Settings settings) {
    return new CategoricalFocalCrossentropy()
        .alpha(settings.getDouble("alpha", 0.25))
        .gamma(settings.getDouble("gamma", 2))
        .fromLogits(settings.getBoolean("from_logits", false))
        .labelSmoothing(settings.getDouble("label_smoothing", 0))
        .axis(settings.getInt("axis", -1));
  }

  /** Sets the weight of all classes; default 0.25. */
  public CategoricalFocalCrossentropy alpha(double weight) {
    Numbers.notNegative(name(), "alpha", weight);
    this.alpha = weight;
    return this;
  }

  /** Sets the focusing exponent, which reduces the weight of easy samples; default 2. */
  public CategoricalFocalCrossentropy gamma(double exponent) {
    Numbers.notNegative(name(), "gamma", exponent);
    this.gamma = exponent;
    return this;
  }

  /** Sets whether predictions are logits; default false (probabilities). */
  public CategoricalFocalCrossentropy fromLogits(boolean on) {
    this.fromLogits = on;
    return this;
  }

  /**
   * Sets label smoothing, which changes targets to {@code yTrue * (1 - share) + share / classes}; 0
   * to 1, default 0.
   */
  public CategoricalFocalCrossentropy labelSmoothing(double share) {
    Smoothing.check(name(), share);
    this.labelSmoothing = share;
    return this;
  }

  /** Sets the axis of classes; default -1. */
  public CategoricalFocalCrossentropy axis(int newAxis) {
    this.axis = newAxis;
    return this;
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value target = Smoothing.categorical(Ops.moveAxisToEnd(yTrue, axis), labelSmoothing);
    Value given = Ops.moveAxisToEnd(yPred, axis);
    Value p = CategoricalCrossentropy.normalized(fromLogits ? Ops.softmax(given, -1) : given);
    Value entropy = Ops.multiply(target, Ops.log(p));
    Value factor = BinaryFocalCrossentropy.power(Ops.subtract(1f, p), gamma);
    Value weighted = Ops.multiply(Ops.multiply(factor, (float) -alpha), entropy);
    return Ops.sum(weighted, false, -1);
  }

  @Override
  public void checkShapes(Shape yTrue, Shape yPred) {
    Fit.requireClasses(name(), yPred, axis);
    Fit.requireOneHot(name(), yTrue, yPred);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("from_logits", fromLogits);
    config.put("label_smoothing", labelSmoothing);
    config.put("axis", axis);
    config.put("alpha", alpha);
    config.put("gamma", gamma);
    return config;
  }
}
