// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides by a moving root mean square of the gradients (Hinton, 2012).
 *
 * <pre>
 * v = rho * v + (1 - rho) * g * g
 * a = rho * a + (1 - rho) * g                        centered; else a = 0
 * d = rate * g / sqrt(v - a * a + epsilon)
 * m = momentum * m + d;  w -= m                      momentum 0: w -= d
 * </pre>
 */
public final class RMSprop extends FluentOptimizer<RMSprop> {
  private double rho = 0.9;
  private double momentum;
  private double epsilon = 1e-7;
  private boolean centered;
  private float rate;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public RMSprop() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public RMSprop(double learningRate) {
    super("rm_sprop", learningRate);
  }

  static RMSprop of(Settings config) {
    return new RMSprop()
        .rho(config.getDouble("rho", 0.9))
        .momentum(config.getDouble("momentum", 0))
        .epsilon(config.getDouble("epsilon", 1e-7))
        .centered(config.getBoolean("centered", false));
  }

  /** Sets the decay rate of the mean of squares, 0 to 1; default 0.9. */
  public RMSprop rho(double share) {
    Numbers.share("RMSprop", "rho", share);
    this.rho = share;
    return this;
  }

  /** Sets the momentum; default 0. */
  public RMSprop momentum(double newMomentum) {
    Numbers.notNegative("RMSprop", "momentum", newMomentum);
    this.momentum = newMomentum;
    return this;
  }

  /** Sets the constant for numerical stability of the root; default 1e-7. */
  public RMSprop epsilon(double value) {
    Numbers.notNegative("RMSprop", "epsilon", value);
    this.epsilon = value;
    return this;
  }

  /**
   * Sets whether to divide by the standard deviation instead of the root mean square; default
   * false.
   */
  public RMSprop centered(boolean on) {
    this.centered = on;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    List<Slot> slots = new ArrayList<>(List.of(Slot.zeros("velocity")));
    if (momentum > 0) {
      slots.add(new Slot("momentum", 0f, 1));
    }
    if (centered) {
      slots.add(new Slot("average_gradient", 0f, 2));
    }
    return slots;
  }

  @Override
  protected void begin(float newRate, long step) {
    this.rate = newRate;
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    float keep = (float) rho;
    float rest = (float) (1 - rho);
    float eps = (float) epsilon;
    float[] velocity = slot(0);
    if (momentum == 0 && !centered) {
      plain(weights, gradients, velocity, from, to, rate, keep, rest, eps);
      return;
    }
    // The less usual forms leave their increment in the gradients and pass over the chunk twice.
    if (centered) {
      float[] average = slot(momentum > 0 ? 2 : 1);
      centeredIncrement(gradients, velocity, average, from, to, rate, keep, rest, eps);
    } else {
      increment(gradients, velocity, from, to, rate, keep, rest, eps);
    }
    if (momentum > 0) {
      applyMomentum(weights, gradients, slot(1), from, to, (float) momentum);
    } else {
      subtract(weights, gradients, from, to);
    }
  }

  /** In the plain form, only the mean of squares decays. */
  @Override
  protected boolean canCatchUp() {
    return momentum == 0 && !centered;
  }

  @Override
  protected void catchUp(float[] weights, int from, int to, int since, int now) {
    FlatMath.scale(slot(0), from, to, (float) FlatMath.power((float) rho, now - since));
  }

  private static void plain(
      float[] w,
      float[] g,
      float[] v,
      int from,
      int to,
      float rate,
      float rho,
      float rest,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float vi = rho * v[i] + rest * (gi * gi);
      v[i] = vi;
      w[i] -= rate * gi / (float) Math.sqrt(vi + epsilon);
    }
  }

  private static void increment(
      float[] g, float[] v, int from, int to, float rate, float rho, float rest, float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float vi = rho * v[i] + rest * (gi * gi);
      v[i] = vi;
      g[i] = rate * gi / (float) Math.sqrt(vi + epsilon);
    }
  }

  private static void centeredIncrement(
      float[] g,
      float[] v,
      float[] a,
      int from,
      int to,
      float rate,
      float rho,
      float rest,
      float epsilon) {
    for (int i = from; i < to; i++) {
      float gi = g[i];
      float vi = rho * v[i] + rest * (gi * gi);
      float ai = rho * a[i] + rest * gi;
      v[i] = vi;
      a[i] = ai;
      g[i] = rate * gi / (float) Math.sqrt(vi - ai * ai + epsilon);
    }
  }

  private static void applyMomentum(
      float[] w, float[] increment, float[] m, int from, int to, float momentum) {
    for (int i = from; i < to; i++) {
      float mi = momentum * m[i] + increment[i];
      m[i] = mi;
      w[i] -= mi;
    }
  }

  private static void subtract(float[] w, float[] increment, int from, int to) {
    for (int i = from; i < to; i++) {
      w[i] -= increment[i];
    }
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("rho", rho);
    config.put("momentum", momentum);
    config.put("epsilon", epsilon);
    config.put("centered", centered);
    return config;
  }
}
