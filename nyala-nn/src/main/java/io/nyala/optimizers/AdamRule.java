// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The update rule shared by {@link Adam} and {@link AdamW}.
 *
 * <pre>
 * m += (1 - beta1) * (g - m)
 * v += (1 - beta2) * (g * g - v)
 * a  = rate * sqrt(1 - beta2^t) / (1 - beta1^t)
 * w -= a * m / (sqrt(v) + epsilon)          amsgrad: the largest v so far
 * </pre>
 *
 * @param <S> the optimizer's own class
 */
public abstract sealed class AdamRule<S extends AdamRule<S>> extends FluentOptimizer<S>
    permits Adam, AdamW {
  private double beta1 = 0.9;
  private double beta2 = 0.999;
  private double epsilon = 1e-7;
  private boolean amsgrad;
  private float alpha;
  private AdamCatchUp catchUp;

  AdamRule(String name, double learningRate) {
    super(name, learningRate);
  }

  /** Sets the decay rate of the mean of gradients, 0 to 1; default 0.9. */
  public final S beta1(double share) {
    Numbers.share(className(), "beta_1", share);
    this.beta1 = share;
    return self();
  }

  /** Sets the decay rate of the mean of squared gradients, 0 to 1; default 0.999. */
  public final S beta2(double share) {
    Numbers.share(className(), "beta_2", share);
    this.beta2 = share;
    return self();
  }

  /** Sets the constant for numerical stability ("epsilon hat" of the paper); default 1e-7. */
  public final S epsilon(double value) {
    Numbers.notNegative(className(), "epsilon", value);
    this.epsilon = value;
    return self();
  }

  /**
   * Sets whether to use AMSGrad, which divides by the largest mean of squares so far; default
   * false.
   */
  public final S amsgrad(boolean on) {
    this.amsgrad = on;
    return self();
  }

  final S read(Settings config) {
    beta1(config.getDouble("beta_1", beta1));
    beta2(config.getDouble("beta_2", beta2));
    epsilon(config.getDouble("epsilon", epsilon));
    return amsgrad(config.getBoolean("amsgrad", false));
  }

  @Override
  protected final List<Slot> slots() {
    Slot momentum = Slot.zeros("momentum");
    Slot velocity = Slot.zeros("velocity");
    return amsgrad
        ? List.of(momentum, velocity, new Slot("velocity_hat", 0f, 1))
        : List.of(momentum, velocity);
  }

  @Override
  protected final void begin(float rate, long step) {
    float power1 = (float) FlatMath.power((float) beta1, step);
    float power2 = (float) FlatMath.power((float) beta2, step);
    alpha = rate * (float) Math.sqrt(1 - power2) / (1 - power1);
  }

  @Override
  protected final void update(float[] weights, float[] gradients, int from, int to) {
    float rest1 = (float) (1 - beta1);
    float rest2 = (float) (1 - beta2);
    float eps = (float) epsilon;
    float[] m = slot(0);
    float[] v = slot(1);
    if (amsgrad) {
      amsgrad(weights, gradients, m, v, slot(2), from, to, alpha, rest1, rest2, eps);
    } else {
      adam(weights, gradients, m, v, from, to, alpha, rest1, rest2, eps);
    }
  }

  /**
   * Possible without AMSGrad if the mean of gradients decays much faster than that of their
   * squares, as by default.
   */
  @Override
  protected final boolean canCatchUp() {
    return !amsgrad && AdamCatchUp.serves(keep(beta1), keep(beta2));
  }

  /** Returns the factor by which a mean decays without gradient, including float rounding. */
  private static double keep(double beta) {
    return 1 - (double) (float) (1 - beta);
  }

  @Override
  protected final void counted(int now) {
    if (catchUp == null) {
      catchUp = new AdamCatchUp(keep(beta1), keep(beta2));
    }
    if (now > 0) {
      catchUp.counted(now, alpha);
    } else {
      catchUp.clear();
    }
  }

  @Override
  protected final void catchUp(float[] weights, int from, int to, int since, int now) {
    catchUp.catchUp(weights, slot(0), slot(1), from, to, since, now, (float) epsilon);
  }

  private static void adam(
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      int from,
      int to,
      float alpha,
      float rest1,
      float rest2,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float mi = m[i] + (gi - m[i]) * rest1;
      float vi = v[i] + (gi * gi - v[i]) * rest2;
      m[i] = mi;
      v[i] = vi;
      w[i] -= mi * alpha / ((float) Math.sqrt(vi) + epsilon);
    }
  }

  private static void amsgrad(
      float[] w,
      float[] g,
      float[] m,
      float[] v,
      float[] largest,
      int from,
      int to,
      float alpha,
      float rest1,
      float rest2,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float mi = m[i] + (gi - m[i]) * rest1;
      float vi = v[i] + (gi * gi - v[i]) * rest2;
      float max = Math.max(largest[i], vi);
      m[i] = mi;
      v[i] = vi;
      largest[i] = max;
      w[i] -= mi * alpha / ((float) Math.sqrt(max) + epsilon);
    }
  }

  @Override
  protected final Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("beta_1", beta1);
    config.put("beta_2", beta2);
    config.put("epsilon", epsilon);
    config.put("amsgrad", amsgrad);
    return config;
  }
}
