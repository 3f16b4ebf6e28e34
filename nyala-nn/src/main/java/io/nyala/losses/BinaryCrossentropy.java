// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.losses.support.Logits;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Map;

/**
 * Binary cross-entropy: {@code -mean(yTrue * log(p) + (1 - yTrue) * log(1 - p))} over the last
 * axis, for targets of 0 and 1, or probabilities. Predictions produced by a sigmoid are replaced by
 * its logits, which is exact; others are clipped to {@code [1e-7, 1 - 1e-7]}.
 */
public final class BinaryCrossentropy extends Loss {
  private boolean fromLogits;
  private double labelSmoothing;
  private int axis = -1;

  /** Creates the loss for probabilities, without label smoothing. */
  public BinaryCrossentropy() {
    super("binary_crossentropy");
  }

  static BinaryCrossentropy of(Settings settings) {
    return new BinaryCrossentropy()
        .fromLogits(settings.getBoolean("from_logits", false))
        .labelSmoothing(settings.getDouble("label_smoothing", 0))
        .axis(settings.getInt("axis", -1));
  }

  /** Treats predictions as logits, without a sigmoid. */
  public BinaryCrossentropy fromLogits() {
    return fromLogits(true);
  }

  /** Sets whether predictions are logits; default false (probabilities). */
  public BinaryCrossentropy fromLogits(boolean on) {
    this.fromLogits = on;
    return this;
  }

  /**
   * Sets label smoothing, which moves targets toward 0.5: {@code yTrue * (1 - share) + share / 2};
   * 0 to 1, default 0.
   */
  public BinaryCrossentropy labelSmoothing(double share) {
    Smoothing.check(name(), share);
    this.labelSmoothing = share;
    return this;
  }

  /** Sets the axis over which the mean is taken; default -1. */
  public BinaryCrossentropy axis(int newAxis) {
    this.axis = newAxis;
    return this;
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    Value target = Smoothing.binary(yTrue, labelSmoothing);
    return Ops.mean(elements(target, yPred, fromLogits), false, axis);
  }

  /** Returns the cross-entropy of each element. */
  static Value elements(Value target, Value yPred, boolean fromLogits) {
    Value logits = Logits.ofSigmoid(yPred);
    if (logits == null && fromLogits) {
      logits = yPred;
    }
    if (logits != null) {
      return Ops.subtract(Ops.softplus(logits), Ops.multiply(target, logits));
    }
    Value p = Ops.clip(yPred, EPSILON, 1 - EPSILON);
    Value yes = Ops.multiply(target, Ops.log(p));
    Value no = Ops.multiply(Ops.subtract(1f, target), Ops.log(Ops.subtract(1f, p)));
    return Ops.negate(Ops.add(yes, no));
  }

  /** Requires targets from 0 to 1. */
  @Override
  public void check(Tensor yTrue, Shape yPred) {
    int row = yTrue.shape().rank() == 0 ? 1 : Math.max(1, yTrue.size() / yTrue.shape().dim(0));
    for (int i = 0; i < yTrue.size(); i++) {
      float value = yTrue.at(i);
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            ("%s: the target in row %d is %s, expected 0 to 1; labels of several classes need"
                    + " sparseCategoricalCrossentropy() and one unit for each class")
                .formatted(name(), i / row, value));
      }
    }
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
