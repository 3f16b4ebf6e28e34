// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with the largest gradient in place of the mean of squares (Kingma and Ba, 2014, section 7).
 *
 * <pre>
 * m += (1 - beta1) * (g - m)
 * u  = max(beta2 * u, |g|)
 * w -= rate * m / ((1 - beta1^t) * (u + epsilon))
 * </pre>
 */
public final class Adamax extends FluentOptimizer<Adamax> {
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double epsilon = 1e-7;
  private float rate;
  private float correction;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Adamax() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Adamax(double learningRate) {
    super("adamax", learningRate);
  }

  static Adamax of(Settings config) {
    return new Adamax()
        .beta1(config.getDouble("beta_1", 0.9))
        .beta2(config.getDouble("beta_2", 0.999))
        .epsilon(config.getDouble("epsilon", 1e-7));
  }

  /** Sets the decay rate of the mean of gradients, 0 to 1; default 0.9. */
  public Adamax beta1(double share) {
    Numbers.share("Adamax", "beta_1", share);
    this.beta1 = share;
    return this;
  }

  /** Sets the decay rate of the largest gradient, 0 to 1; default 0.999. */
  public Adamax beta2(double share) {
    Numbers.share("Adamax", "beta_2", share);
    this.beta2 = share;
    return this;
  }

  /** Sets the constant for numerical stability of the divisor; default 1e-7. */
  public Adamax epsilon(double value) {
    Numbers.notNegative("Adamax", "epsilon", value);
    this.epsilon = value;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(Slot.zeros("momentum"), Slot.zeros("norm"));
  }

  @Override
  protected void begin(float newRate, long step) {
    this.rate = newRate;
    this.correction = 1 - (float) FlatMath.power((float) beta1, step);
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    adamax(
        weights,
        gradients,
        slot(0),
        slot(1),
        from,
        to,
        rate,
        correction,
        (float) (1 - beta1),
        (float) beta2,
        (float) epsilon);
  }

  private static void adamax(
      float[] w,
      float[] g,
      float[] m,
      float[] u,
      int from,
      int to,
      float rate,
      float correction,
      float rest1,
      float beta2,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float mi = m[i] + (gi - m[i]) * rest1;
      float ui = Math.max(beta2 * u[i], Math.abs(gi));
      m[i] = mi;
      u[i] = ui;
      w[i] -= rate * mi / (correction * (ui + epsilon));
    }
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("beta_1", beta1);
    config.put("beta_2", beta2);
    config.put("epsilon", epsilon);
    return config;
  }
}
