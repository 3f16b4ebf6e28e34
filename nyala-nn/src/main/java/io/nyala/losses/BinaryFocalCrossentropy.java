// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * Binary cross-entropy that gives less weight to easy samples (Lin et al., 2017): the cross-entropy
 * times {@code (1 - pt)^gamma}, where {@code pt} is the probability of the correct class.
 */
public final class BinaryFocalCrossentropy extends Loss {
  private boolean applyClassBalancing;
  private double alpha = 0.25;
  private double gamma = 2;
  private boolean fromLogits;
  private double labelSmoothing;
  private int axis = -1;

  /** Creates the loss for probabilities with a gamma of 2 and without class balancing. */
  public BinaryFocalCrossentropy() {
    super("binary_focal_crossentropy");
  }

  static BinaryFocalCrossentropy of(Settings settings) {
    return new BinaryFocalCrossentropy()
        .applyClassBalancing(settings.getBoolean("apply_class_balancing", false))
        .alpha(settings.getDouble("alpha", 0.25))
        .gamma(settings.getDouble("gamma", 2))
        .fromLogits(settings.getBoolean("from_logits", false))
        .labelSmoothing(settings.getDouble("label_smoothing", 0))
        .axis(settings.getInt("axis", -1));
  }

  /** Sets whether to weight class 1 with alpha and class 0 with 1 - alpha; default false. */
  public BinaryFocalCrossentropy applyClassBalancing(boolean on) {
    this.applyClassBalancing = on;
    return this;
  }

  /** Sets the weight of class 1 when classes are balanced; default 0.25. */
  public BinaryFocalCrossentropy alpha(double weight) {
    Numbers.notNegative(name(), "alpha", weight);
    this.alpha = weight;
    return this;
  }

  /** Sets the focusing exponent, which reduces the weight of easy samples; default 2. */
  public BinaryFocalCrossentropy gamma(double exponent) {
    Numbers.notNegative(name(), "gamma", exponent);
    this.gamma = exponent;
    return this;
  }

  /** Sets whether predictions are logits; default false (probabilities). */
  public BinaryFocalCrossentropy fromLogits(boolean on) {
    this.fromLogits = on;
    return this;
  }

  /**
   * Sets label smoothing, which moves targets toward 0.5: {@code yTrue * (1 - share) + share / 2};
   * 0 to 1, default 0.
   */
  public BinaryFocalCrossentropy labelSmoothing(double share) {
    Smoothing.check(name(), share);
    this.labelSmoothing = share;
    return this;
  }

  /** Sets the axis over which the mean is taken; default -1. */
  public BinaryFocalCrossentropy axis(int newAxis) {
    this.axis = newAxis;
    return this;
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value target = Smoothing.binary(yTrue, labelSmoothing);
    Value p = fromLogits ? Ops.sigmoid(yPred) : yPred;
    Value other = Ops.subtract(1f, target);
    Value right = Ops.add(Ops.multiply(target, p), Ops.multiply(other, Ops.subtract(1f, p)));
    Value factor = power(Ops.subtract(1f, right), gamma);
    Value loss = Ops.multiply(factor, BinaryCrossentropy.elements(target, p, false));
    if (applyClassBalancing) {
      Value weight =
          Ops.add(Ops.multiply(target, (float) alpha), Ops.multiply(other, (float) (1 - alpha)));
      loss = Ops.multiply(weight, loss);
    }
    return Ops.mean(loss, false, axis);
  }

  /** Raises to a power; the usual powers without logarithms. */
  static Value power(Value x, double exponent) {
    if (exponent == 1) {
      return x;
    }
    return exponent == 2 ? Ops.square(x) : Ops.power(x, (float) exponent);
  }

  @Override
  public void check(Tensor yTrue, Shape yPred) {
    new BinaryCrossentropy().check(yTrue, yPred);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("from_logits", fromLogits);
    config.put("label_smoothing", labelSmoothing);
    config.put("axis", axis);
    config.put("apply_class_balancing", applyClassBalancing);
    config.put("alpha", alpha);
    config.put("gamma", gamma);
    return config;
  }
}
