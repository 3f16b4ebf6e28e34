// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scales each step by the size of past steps over that of past gradients (Zeiler, 2012). The
 * paper's learning rate is 1; Keras's default is 0.001.
 *
 * <pre>
 * a = rho * a + (1 - rho) * g * g
 * d = -sqrt(b + epsilon) / sqrt(a + epsilon) * g
 * b = rho * b + (1 - rho) * d * d
 * w += rate * d
 * </pre>
 */
public final class Adadelta extends FluentOptimizer<Adadelta> {
  private double rho = 0.95;
  private double epsilon = 1e-7;
  private float rate;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Adadelta() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Adadelta(double learningRate) {
    super("adadelta", learningRate);
  }

  static Adadelta of(Settings config) {
    return new Adadelta()
        .rho(config.getDouble("rho", 0.95))
        .epsilon(config.getDouble("epsilon", 1e-7));
  }

  /** Sets the decay rate of the means of squares, 0 to 1; default 0.95. */
  public Adadelta rho(double share) {
    Numbers.share("Adadelta", "rho", share);
    this.rho = share;
    return this;
  }

  /** Sets the constant for numerical stability of the roots; default 1e-7. */
  public Adadelta epsilon(double value) {
    Numbers.notNegative("Adadelta", "epsilon", value);
    this.epsilon = value;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(Slot.zeros("accumulated_grad"), Slot.zeros("accumulated_delta_var"));
  }

  @Override
  protected void begin(float newRate, long step) {
    this.rate = newRate;
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    float keep = (float) rho;
    float rest = (float) (1 - rho);
    adadelta(weights, gradients, slot(0), slot(1), from, to, rate, keep, rest, (float) epsilon);
  }

  private static void adadelta(
      float[] w,
      float[] g,
      float[] a,
      float[] b,
      int from,
      int to,
      float rate,
      float rho,
      float rest,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float ai = rho * a[i] + rest * (gi * gi);
      float step = -((float) Math.sqrt(b[i] + epsilon) * gi / (float) Math.sqrt(ai + epsilon));
      a[i] = ai;
      b[i] = rho * b[i] + rest * (step * step);
      w[i] += rate * step;
    }
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("rho", rho);
    config.put("epsilon", epsilon);
    return config;
  }
}
