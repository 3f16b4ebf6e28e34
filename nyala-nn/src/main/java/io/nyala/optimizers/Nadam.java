// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with Nesterov momentum (Dozat, 2015), whose momentum grows with the steps.
 *
 * <pre>
 * u_t = beta1 * (1 - 0.5 * 0.96^t);  p = u_1 * ... * u_t
 * m  += (1 - beta1) * (g - m)
 * v  += (1 - beta2) * (g * g - v)
 * h   = u_(t+1) * m / (1 - p * u_(t+1)) + (1 - u_t) * g / (1 - p)
 * w  -= rate * h / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 */
public final class Nadam extends FluentOptimizer<Nadam> {
  private static final float DECAY = 0.96f;

  private final Variable product = new Variable("variable", Shape.scalar());
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double epsilon = 1e-7;

  // For the current update: h = ofMean * m + ofGradient * g, and 1 / (1 - beta2^t).
  private float rate;
  private float ofMean;
  private float ofGradient;
  private float correction;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Nadam() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Nadam(double learningRate) {
    super("nadam", learningRate);
    product.data()[0] = 1;
  }

  static Nadam of(Settings config) {
    return new Nadam()
        .beta1(config.getDouble("beta_1", 0.9))
        .beta2(config.getDouble("beta_2", 0.999))
        .epsilon(config.getDouble("epsilon", 1e-7));
  }

  /** Sets the decay rate of the mean of gradients, 0 to 1; default 0.9. */
  public Nadam beta1(double share) {
    Numbers.share("Nadam", "beta_1", share);
    this.beta1 = share;
    return this;
  }

  /** Sets the decay rate of the mean of squared gradients, 0 to 1; default 0.999. */
  public Nadam beta2(double share) {
    Numbers.share("Nadam", "beta_2", share);
    this.beta2 = share;
    return this;
  }

  /** Sets the constant for numerical stability of the divisor; default 1e-7. */
  public Nadam epsilon(double value) {
    Numbers.notNegative("Nadam", "epsilon", value);
    this.epsilon = value;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(Slot.zeros("momentum"), Slot.zeros("velocity"));
  }

  /** The variable besides the slots is computed by each process. */
  @Override
  protected boolean isDivisible() {
    return true;
  }

  @Override
  protected List<Variable> extraVariables() {
    return List.of(product);
  }

  @Override
  protected void begin(float newRate, long step) {
    float now = momentumAt(step);
    float next = momentumAt(step + 1);
    float p = product.data()[product.offset()] * now;
    product.data()[product.offset()] = p;
    rate = newRate;
    ofMean = next / (1 - p * next);
    ofGradient = (1 - now) / (1 - p);
    correction = 1 / (1 - (float) FlatMath.power((float) beta2, step));
  }

  private float momentumAt(long step) {
    return (float) beta1 * (1 - 0.5f * (float) FlatMath.power(DECAY, step));
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    nadam(weights, gradients, slot(0), slot(1), from, to);
  }

  private void nadam(float[] w, float[] g, float[] m, float[] v, int from, int to) {
    float rest1 = 1 - (float) beta1;
    float rest2 = 1 - (float) beta2;
    float lr = rate;
    float meanFactor = ofMean;
    float gradientFactor = ofGradient;
    float scale = correction;
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float mi = m[i] + (gi - m[i]) * rest1;
      float vi = v[i] + (gi * gi - v[i]) * rest2;
      float ahead = meanFactor * mi + gradientFactor * gi;
      m[i] = mi;
      v[i] = vi;
      w[i] -= ahead * lr / ((float) Math.sqrt(vi * scale) + eps);
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
