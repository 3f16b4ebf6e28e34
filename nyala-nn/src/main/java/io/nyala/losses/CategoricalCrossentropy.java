// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.losses.support.Logits;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.Map;

/**
 * Categorical cross-entropy for one-hot targets or probabilities: {@code -sum(yTrue * log(p))}.
 * Predictions produced by a softmax are replaced by its logits, which is exact and fast; other rows
 * are divided by their sum and clipped to {@code [1e-7, 1 - 1e-7]}.
 */
public final class CategoricalCrossentropy extends Loss {
  private boolean fromLogits;
  private double labelSmoothing;
  private int axis = -1;

  /** Creates the loss for probabilities, without label smoothing. */
  public CategoricalCrossentropy() {
    super("categorical_crossentropy");
  }

  static CategoricalCrossentropy of(Settings settings) {
    return new CategoricalCrossentropy()
        .fromLogits(settings.getBoolean("from_logits", false))
        .labelSmoothing(settings.getDouble("label_smoothing", 0))
        .axis(settings.getInt("axis", -1));
  }

  /** Treats predictions as logits, without a softmax. */
  public CategoricalCrossentropy fromLogits() {
    return fromLogits(true);
  }

  /** Sets whether predictions are logits; default false (probabilities). */
  public CategoricalCrossentropy fromLogits(boolean on) {
    this.fromLogits = on;
    return this;
  }

  /**
   * Sets label smoothing, which changes targets to {@code yTrue * (1 - share) + share / classes}; 0
   * to 1, default 0.
   */
  public CategoricalCrossentropy labelSmoothing(double share) {
    Smoothing.check(name(), share);
    this.labelSmoothing = share;
    return this;
  }

  /** Sets the axis of classes; default -1. */
  public CategoricalCrossentropy axis(int newAxis) {
    this.axis = newAxis;
    return this;
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value target = Smoothing.categorical(Ops.moveAxisToEnd(yTrue, axis), labelSmoothing);
    return rows(target, Ops.moveAxisToEnd(yPred, axis), fromLogits);
  }

  /** Returns the cross-entropy of each row, classes on the last axis. */
  static Value rows(Value target, Value yPred, boolean fromLogits) {
    Value logits = Logits.ofSoftmax(yPred);
    if (logits == null && fromLogits) {
      logits = yPred;
    }
    if (logits != null) {
      return Ops.softmaxCrossEntropy(logits, target);
    }
    Value p = normalized(yPred);
    return Ops.negate(Ops.sum(Ops.multiply(target, Ops.log(p)), false, -1));
  }

  /** Divides rows by their sums and keeps them from 0 and 1. */
  static Value normalized(Value yPred) {
    return Ops.clip(Ops.divide(yPred, Ops.sum(yPred, true, -1)), EPSILON, 1 - EPSILON);
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
    return config;
  }
}
