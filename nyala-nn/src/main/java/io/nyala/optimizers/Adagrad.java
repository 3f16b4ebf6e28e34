// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides by the root of the sum of all squared gradients so far (Duchi, Hazan and Singer, 2011).
 *
 * <pre>
 * a += g * g
 * w -= rate * g / sqrt(a + epsilon)
 * </pre>
 */
public final class Adagrad extends FluentOptimizer<Adagrad> {
  private double initialAccumulator = 0.1;
  private double epsilon = 1e-7;
  private float rate;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Adagrad() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Adagrad(double learningRate) {
    super("adagrad", learningRate);
  }

  static Adagrad of(Settings config) {
    return new Adagrad()
        .initialAccumulatorValue(config.getDouble("initial_accumulator_value", 0.1))
        .epsilon(config.getDouble("epsilon", 1e-7));
  }

  /** Sets the initial value of the sums; default 0.1. */
  public Adagrad initialAccumulatorValue(double value) {
    Numbers.notNegative("Adagrad", "initial_accumulator_value", value);
    this.initialAccumulator = value;
    return this;
  }

  /** Sets the constant for numerical stability of the root; default 1e-7. */
  public Adagrad epsilon(double value) {
    Numbers.notNegative("Adagrad", "epsilon", value);
    this.epsilon = value;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(new Slot("accumulator", (float) initialAccumulator, 0));
  }

  @Override
  protected void begin(float newRate, long step) {
    this.rate = newRate;
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    adagrad(weights, gradients, slot(0), from, to, rate, (float) epsilon);
  }

  /** Without gradient nothing changes. */
  @Override
  protected boolean canCatchUp() {
    return true;
  }

  private static void adagrad(
      float[] w, float[] g, float[] a, int from, int to, float rate, float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float ai = a[i] + gi * gi;
      a[i] = ai;
      w[i] -= rate * gi / (float) Math.sqrt(ai + epsilon);
    }
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("initial_accumulator_value", initialAccumulator);
    config.put("epsilon", epsilon);
    return config;
  }
}
