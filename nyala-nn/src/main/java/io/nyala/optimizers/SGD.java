// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent, with optional momentum.
 *
 * <pre>
 * plain:     w -= rate * g
 * momentum:  m = momentum * m - rate * g;  w += m
 * nesterov:  m = momentum * m - rate * g;  w += momentum * m - rate * g
 * </pre>
 */
public final class SGD extends FluentOptimizer<SGD> {
  private double momentum;
  private boolean nesterov;
  private float rate;

  /** Creates the optimizer with Keras's default learning rate, 0.01. */
  public SGD() {
    this(0.01);
  }

  /** Creates the optimizer with a learning rate. */
  public SGD(double learningRate) {
    super("sgd", learningRate);
  }

  static SGD of(Settings config) {
    return new SGD()
        .momentum(config.getDouble("momentum", 0))
        .nesterov(config.getBoolean("nesterov", false));
  }

  /** Sets the momentum, 0 to 1; default 0. */
  public SGD momentum(double newMomentum) {
    Numbers.share("SGD", "momentum", newMomentum);
    this.momentum = newMomentum;
    return this;
  }

  /** Sets whether to use Nesterov momentum; default false. */
  public SGD nesterov(boolean on) {
    this.nesterov = on;
    return this;
  }

  /** Uses Nesterov momentum. */
  public SGD nesterov() {
    return nesterov(true);
  }

  @Override
  protected List<Slot> slots() {
    return momentum == 0 ? List.of() : List.of(Slot.zeros("momentum"));
  }

  @Override
  protected void begin(float newRate, long step) {
    this.rate = newRate;
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    if (momentum == 0) {
      plain(weights, gradients, from, to, rate);
    } else if (nesterov) {
      nesterov(weights, gradients, slot(0), from, to, rate, (float) momentum);
    } else {
      momentum(weights, gradients, slot(0), from, to, rate, (float) momentum);
    }
  }

  /** Without gradient, the momentum continues as a geometric series. */
  @Override
  protected boolean canCatchUp() {
    return true;
  }

  @Override
  protected void catchUp(float[] weights, int from, int to, int since, int now) {
    if (momentum != 0) {
      double mu = (float) momentum;
      double last = FlatMath.power(mu, now - since);
      double sum = mu == 1 ? now - since : mu * (1 - last) / (1 - mu);
      glide(weights, slot(0), from, to, (float) (nesterov ? mu * sum : sum), (float) last);
    }
  }

  private static void glide(float[] w, float[] m, int from, int to, float sum, float last) {
    for (int i = from; i < to; i++) {
      float mi = m[i];
      w[i] += mi * sum;
      m[i] = mi * last;
    }
    FlatMath.flush(m, from, to, Float.MIN_NORMAL);
  }

  private static void plain(float[] w, float[] g, int from, int to, float rate) {
    for (int i = from; i < to; i++) {
      w[i] -= g[i] * rate;
    }
  }

  private static void momentum(
      float[] w, float[] g, float[] m, int from, int to, float rate, float mu) {
    for (int i = from; i < to; i++) {
      float change = m[i] * mu - g[i] * rate;
      m[i] = change;
      w[i] += change;
    }
  }

  private static void nesterov(
      float[] w, float[] g, float[] m, int from, int to, float rate, float mu) {
    for (int i = from; i < to; i++) {
      float step = g[i] * rate;
      float change = m[i] * mu - step;
      m[i] = change;
      w[i] += change * mu - step;
    }
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("momentum", momentum);
    config.put("nesterov", nesterov);
    return config;
  }
}
