// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam whose mean squares are, for matrices, products of those of rows and columns, with steps in
 * proportion to each variable (Shazeer and Stern, 2018).
 *
 * <pre>
 * rho = min(rate, 1 / sqrt(t)), b = 1 - t^decay, s = g * g + epsilon1
 * r += (1 - b) * (mean of s over the last axis - r)
 * c += (1 - b) * (mean of s over the last axis but one - c)
 * v  = r / mean(r) * c                        vectors: v += (1 - b) * (s - v)
 * u  = g / sqrt(v)
 * w -= max(epsilon2, rms(w)) * rho * u / max(1, rms(u) / threshold)
 * </pre>
 */
public final class Adafactor extends FluentOptimizer<Adafactor> {
  private double beta2Decay = -0.8;
  private double epsilon1 = 1e-30;
  private double epsilon2 = 1e-3;
  private double clipThreshold = 1;
  private boolean relativeStep = true;
  private float rho;
  private float keep;
  private final Map<Integer, Factors> factors = new LinkedHashMap<>();

  /**
   * The mean squares of the rows and columns of a variable's matrices; one number each for other
   * variables.
   */
  private record Factors(Segment variable, Variable rows, Variable columns, double[] sums) {
    static Factors of(String optimizer, Segment variable) {
      Shape shape = variable.shape();
      boolean factored = shape.rank() >= 2;
      String path = optimizer + "/" + variable.path().replace('/', '_');
      return new Factors(
          variable,
          new Variable(path + "_r", factored ? shape.drop(-1) : Shape.of()),
          new Variable(path + "_c", factored ? shape.drop(-2) : Shape.of()),
          new double[factored ? shape.last() : 0]);
    }
  }

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Adafactor() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate, the largest relative step. */
  public Adafactor(double learningRate) {
    super("adafactor", learningRate);
  }

  static Adafactor of(Settings config) {
    return new Adafactor()
        .beta2Decay(config.getDouble("beta_2_decay", -0.8))
        .epsilon1(config.getDouble("epsilon_1", 1e-30))
        .epsilon2(config.getDouble("epsilon_2", 1e-3))
        .clipThreshold(config.getDouble("clip_threshold", 1))
        .relativeStep(config.getBoolean("relative_step", true));
  }

  /**
   * Sets the power of the step number by which the weight of new squares decreases; default -0.8.
   */
  public Adafactor beta2Decay(double power) {
    this.beta2Decay = power;
    return this;
  }

  /** Sets the constant added to squares; default 1e-30. */
  public Adafactor epsilon1(double value) {
    Numbers.notNegative("Adafactor", "epsilon_1", value);
    this.epsilon1 = value;
    return this;
  }

  /** Sets the minimum root mean square assumed for a variable; default 0.001. */
  public Adafactor epsilon2(double value) {
    Numbers.notNegative("Adafactor", "epsilon_2", value);
    this.epsilon2 = value;
    return this;
  }

  /** Sets the largest root mean square of a step before it is scaled; default 1. */
  public Adafactor clipThreshold(double value) {
    Numbers.positive("Adafactor", "clip_threshold", value);
    this.clipThreshold = value;
    return this;
  }

  /**
   * Kept for files. Here as in Keras 3, steps shrink with {@code 1 / sqrt(t)} regardless of this
   * setting; default true.
   */
  public Adafactor relativeStep(boolean on) {
    this.relativeStep = on;
    return this;
  }

  @Override
  protected List<Slot> slots() {
    return List.of(Slot.zeros("velocity"));
  }

  @Override
  protected boolean byVariable() {
    return true;
  }

  /** Rows and columns of a matrix have slots besides the slots of its elements. */
  @Override
  protected boolean isDivisible() {
    return false;
  }

  @Override
  protected void bound(List<Segment> variables) {
    variables.forEach(v -> factors.put(v.offset(), Factors.of(name(), v)));
  }

  @Override
  protected List<Variable> slotVariables(List<Segment> order) {
    List<Variable> all = new ArrayList<>();
    for (Segment v : order) {
      Factors f = factors.get(v.offset());
      all.addAll(List.of(f.rows(), f.columns(), window(f.variable(), "velocity", slot(0))));
    }
    return all;
  }

  @Override
  protected void begin(float rate, long step) {
    rho = Math.min(rate, 1 / (float) Math.sqrt(step));
    keep = 1 - (float) Math.pow(step, beta2Decay);
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    Factors f = factors.get(from);
    float[] v = slot(0);
    float size = rms(weights, from, to);
    if (f.variable().shape().rank() >= 2) {
      factored(f, gradients, v, from);
    } else {
      plain(gradients, v, from, to, keep, (float) epsilon1);
    }
    float step = (float) Math.sqrt(squares(gradients, v, from, to) / Math.max(1, to - from));
    float excess = Math.max(1, step / (float) clipThreshold);
    float alpha = Math.max((float) epsilon2, size) * rho;
    advance(weights, gradients, v, from, to, alpha, excess);
  }

  private static float rms(float[] x, int from, int to) {
    return (float) Math.sqrt(FlatMath.sumOfSquares(x, from, to) / Math.max(1, to - from));
  }

  private static void plain(float[] g, float[] v, int from, int to, float keep, float epsilon) {
    for (int i = from; i < to; i++) {
      v[i] = keep * v[i] + (1 - keep) * (g[i] * g[i] + epsilon);
    }
  }

  private void factored(Factors f, float[] g, float[] v, int from) {
    Shape shape = f.variable().shape();
    int width = shape.last();
    int height = shape.dim(-2);
    int matrices = width * height == 0 ? 0 : shape.size() / (width * height);
    float[] r = f.rows().data();
    float[] c = f.columns().data();
    double[] sums = f.sums();
    for (int n = 0; n < matrices; n++) {
      int at = from + n * height * width;
      Arrays.fill(sums, 0);
      double mean = 0;
      for (int row = 0; row < height; row++) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
          float gi = g[at + row * width + i];
          float square = gi * gi + (float) epsilon1;
          sum += square;
          sums[i] += square;
        }
        int k = n * height + row;
        r[k] = keep * r[k] + (1 - keep) * (float) (sum / width);
        mean += r[k];
      }
      for (int i = 0; i < width; i++) {
        c[n * width + i] = keep * c[n * width + i] + (1 - keep) * (float) (sums[i] / height);
      }
      mean /= height;
      for (int row = 0; row < height; row++) {
        float share = r[n * height + row] / (float) mean;
        for (int i = 0; i < width; i++) {
          v[at + row * width + i] = share * c[n * width + i];
        }
      }
    }
  }

  private static double squares(float[] g, float[] v, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      float u = g[i] / (float) Math.sqrt(v[i]);
      sum += (double) u * u;
    }
    return sum;
  }

  private static void advance(
      float[] w, float[] g, float[] v, int from, int to, float alpha, float excess) {
    for (int i = from; i < to; i++) {
      w[i] -= alpha * (g[i] / (float) Math.sqrt(v[i]) / excess);
    }
  }

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("beta_2_decay", beta2Decay);
    config.put("epsilon_1", epsilon1);
    config.put("epsilon_2", epsilon2);
    config.put("clip_threshold", clipThreshold);
    config.put("relative_step", relativeStep);
    return config;
  }
}
