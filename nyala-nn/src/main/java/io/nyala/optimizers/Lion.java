// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps of equal size in the direction of the sign (Chen et al., 2023). Needs a learning rate 3 to
 * 10 times smaller than Adam's.
 *
 * <pre>
 * w -= rate * sign(beta1 * m + (1 - beta1) * g)
 * m  = beta2 * m + (1 - beta2) * g
 * </pre>
 */
public final class Lion extends FluentOptimizer<Lion> {
  private double beta1 = 0.9;
  private double beta2 = 0.99;
  private float rate;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Lion() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Lion(double learningRate) {
    super("lion", learningRate);
  }

  static Lion of(Settings config) {
    return new Lion()
        .beta1(config.getDouble("beta_1", 0.9))
        .beta2(config.getDouble("beta_2", 0.99));
  }

  /** Sets the weight of the past in the direction, above 0 to 1; default 0.9. */
  public Lion beta1(double share) {
    Numbers.share("Lion", "beta_1", share);
    Numbers.positive("Lion", "beta_1", share);
    this.beta1 = share;
    return this;
  }

  /** Sets the decay rate of the mean of gradients, 0 to 1; default 0.99. */
  public Lion beta2(double share) {
    Numbers.share("Lion", "beta_2", share);
    this.beta2 = share;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(Slot.zeros("momentum"));
  }

  @Override
  protected void begin(float newRate, long step) {
    this.rate = newRate;
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    lion(weights, gradients, slot(0), from, to, rate, (float) beta1, (float) beta2);
  }

  private static void lion(
      float[] w, float[] g, float[] m, int from, int to, float rate, float beta1, float beta2) {
    float rest1 = 1 - beta1;
    float rest2 = 1 - beta2;
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float mi = m[i];
      w[i] -= rate * Math.signum(mi * beta1 + gi * rest1);
      m[i] = mi * beta2 + gi * rest2;
    }
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("beta_1", beta1);
    config.put("beta_2", beta2);
    return config;
  }
}
