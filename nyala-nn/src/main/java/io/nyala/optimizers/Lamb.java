// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with steps scaled, for each variable, to the norm of the variable (You et al., 2019), for
 * large batches.
 *
 * <pre>
 * m += (1 - beta1) * (g - m)
 * v += (1 - beta2) * (g * g - v)
 * u  = m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * w -= rate * |w| / |u| * u               norms of each variable; 1 where one of them is 0
 * </pre>
 */
public final class Lamb extends FluentOptimizer<Lamb> {
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double epsilon = 1e-7;
  private float rate;
  private float rest1;
  private float rest2;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Lamb() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Lamb(double learningRate) {
    super("lamb", learningRate);
  }

  static Lamb of(Settings config) {
    return new Lamb()
        .beta1(config.getDouble("beta_1", 0.9))
        .beta2(config.getDouble("beta_2", 0.999))
        .epsilon(config.getDouble("epsilon", 1e-7));
  }

  /** Sets the decay rate of the mean of gradients, 0 to 1; default 0.9. */
  public Lamb beta1(double share) {
    Numbers.share("Lamb", "beta_1", share);
    this.beta1 = share;
    return this;
  }

  /** Sets the decay rate of the mean of squared gradients, 0 to 1; default 0.999. */
  public Lamb beta2(double share) {
    Numbers.share("Lamb", "beta_2", share);
    this.beta2 = share;
    return this;
  }

  /** Sets the constant for numerical stability of the divisor; default 1e-7. */
  public Lamb epsilon(double value) {
    Numbers.notNegative("Lamb", "epsilon", value);
    this.epsilon = value;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(Slot.zeros("momentum"), Slot.zeros("velocity"));
  }

  @Override
  protected boolean byVariable() {
    return true;
  }

  @Override
  protected void begin(float newRate, long step) {
    rate = newRate;
    rest1 = 1 - (float) FlatMath.power((float) beta1, step);
    rest2 = 1 - (float) FlatMath.power((float) beta2, step);
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    float[] m = slot(0);
    float[] v = slot(1);
    follow(gradients, m, v, from, to, (float) (1 - beta1), (float) (1 - beta2));
    double weight = Math.sqrt(FlatMath.sumOfSquares(weights, from, to));
    double step = Math.sqrt(squares(m, v, from, to, rest1, rest2, (float) epsilon));
    float ratio = weight > 0 && step > 0 ? (float) (weight / step) : 1;
    advance(weights, m, v, from, to, rest1, rest2, (float) epsilon, ratio * rate);
  }

  private static void follow(
      float[] g, float[] m, float[] v, int from, int to, float rest1, float rest2) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      m[i] += (gi - m[i]) * rest1;
      v[i] += (gi * gi - v[i]) * rest2;
    }
  }

  private static double squares(
      float[] m, float[] v, int from, int to, float r1, float r2, float epsilon) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      float u = m[i] / r1 / ((float) Math.sqrt(v[i] / r2) + epsilon);
      sum += (double) u * u;
    }
    return sum;
  }

  private static void advance(
      float[] w,
      float[] m,
      float[] v,
      int from,
      int to,
      float r1,
      float r2,
      float epsilon,
      float length) {
    for (int i = from; i < to; i++) {
      w[i] -= length * (m[i] / r1 / ((float) Math.sqrt(v[i] / r2) + epsilon));
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
