// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "Follow the regularised leader" (McMahan et al., 2013), for sparse models of very many features.
 *
 * <pre>
 * n = a + g * g
 * l += g + 2 * shrinkage * w - (n^-power - a^-power) / rate * w
 * q = n^-power / rate + 2 * (l2 + beta / (2 * rate))
 * w = (clip(l, -l1, l1) - l) / q
 * a = n
 * </pre>
 */
public final class Ftrl extends FluentOptimizer<Ftrl> {
  private double power = -0.5;
  private double initialAccumulator = 0.1;
  private double l1;
  private double l2;
  private double shrinkage;
  private double beta;
  private float rate;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Ftrl() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Ftrl(double learningRate) {
    super("ftrl", learningRate);
  }

  static Ftrl of(Settings config) {
    Ftrl ftrl =
        new Ftrl()
            .learningRatePower(config.getDouble("learning_rate_power", -0.5))
            .initialAccumulatorValue(config.getDouble("initial_accumulator_value", 0.1))
            .l1(config.getDouble("l1_regularization_strength", 0))
            .l2(config.getDouble("l2_regularization_strength", 0))
            .l2Shrinkage(config.getDouble("l2_shrinkage_regularization_strength", 0));
    return ftrl.beta(config.getDouble("beta", 0));
  }

  /** Sets the power of the sum of squares by which the rate decreases, at most 0; default -0.5. */
  public Ftrl learningRatePower(double value) {
    Numbers.notNegative("Ftrl", "-learning_rate_power", -value);
    this.power = value;
    return this;
  }

  /** Sets the initial value of the sums of squares; default 0.1. */
  public Ftrl initialAccumulatorValue(double value) {
    Numbers.notNegative("Ftrl", "initial_accumulator_value", value);
    this.initialAccumulator = value;
    return this;
  }

  /** Sets the strength of the penalty on absolute weights; default 0. */
  public Ftrl l1(double strength) {
    Numbers.notNegative("Ftrl", "l1_regularization_strength", strength);
    this.l1 = strength;
    return this;
  }

  /** Sets the strength of the penalty on squared weights; default 0. */
  public Ftrl l2(double strength) {
    Numbers.notNegative("Ftrl", "l2_regularization_strength", strength);
    this.l2 = strength;
    return this;
  }

  /** Sets the strength of the penalty that acts on gradients only; default 0. */
  public Ftrl l2Shrinkage(double strength) {
    Numbers.notNegative("Ftrl", "l2_shrinkage_regularization_strength", strength);
    this.shrinkage = strength;
    return this;
  }

  /** Sets beta of the paper; default 0. */
  public Ftrl beta(double value) {
    Numbers.notNegative("Ftrl", "beta", value);
    this.beta = value;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(new Slot("accumulator", (float) initialAccumulator, 0), Slot.zeros("linear"));
  }

  @Override
  protected void begin(float newRate, long step) {
    this.rate = newRate;
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    float[] accumulator = slot(0);
    float[] linear = slot(1);
    float twiceL2 = 2 * ((float) l2 + (float) beta / (2 * rate));
    float twiceShrinkage = (float) (2 * shrinkage);
    float limit = (float) l1;
    for (int i = from; i < to; i++) {
      float g = gradients[i];
      float w = weights[i];
      float sum = accumulator[i] + g * g;
      float root = raised(sum);
      float l = linear[i] + (g + twiceShrinkage * w - (root - raised(accumulator[i])) / rate * w);
      linear[i] = l;
      accumulator[i] = sum;
      weights[i] = (Math.max(-limit, Math.min(limit, l)) - l) / (root / rate + twiceL2);
    }
  }

  private float raised(float x) {
    return power == -0.5 ? (float) Math.sqrt(x) : (float) StrictMath.pow(x, -power);
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("learning_rate_power", power);
    config.put("initial_accumulator_value", initialAccumulator);
    config.put("l1_regularization_strength", l1);
    config.put("l2_regularization_strength", l2);
    config.put("l2_shrinkage_regularization_strength", shrinkage);
    config.put("beta", beta);
    return config;
  }
}
