// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Orthogonalized momentum for matrices (Jordan, 2024; Liu et al., 2025): the singular values of a
 * step are brought near 1. Other variables (vectors, convolutions and embeddings) use AdamW, and so
 * should the kernel of the last layer, see {@link #excludeLayers}.
 *
 * <pre>
 * m = momentum * m + g,  x = g + momentum * m      without nesterov: x = m
 * w -= rate * rmsRate * sqrt(largest extent) * orthogonalized(x)
 * </pre>
 */
public final class Muon extends FluentOptimizer<Muon> {
  private static final double WEIGHT_DECAY = 0.004;

  private double adamBeta1 = 0.9;
  private double adamBeta2 = 0.999;
  private double epsilon = 1e-7;
  private Double adamWeightDecay = WEIGHT_DECAY;
  private List<String> excludeLayers = List.of();
  private boolean excludeEmbeddings = true;
  private double a = 3.4445;
  private double b = -4.7750;
  private double c = 2.0315;
  private double adamRateRatio = 1;
  private double momentum = 0.95;
  private int steps = 5;
  private boolean nesterov = true;
  private Double rmsRate = 0.2;
  private float rate;
  private float alpha;
  private final Map<Integer, Segment> variables = new LinkedHashMap<>();
  private final Map<Integer, Orthogonalizer> matrices = new HashMap<>();

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Muon() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate and a weight decay of 0.004. */
  public Muon(double learningRate) {
    super("muon", learningRate);
    settings.weightDecay = WEIGHT_DECAY;
  }

  static Muon of(Settings s) {
    Muon muon =
        new Muon()
            .adamBetas(s.getDouble("adam_beta_1", 0.9), s.getDouble("adam_beta_2", 0.999))
            .epsilon(s.getDouble("epsilon", 1e-7))
            .excludeEmbeddings(s.getBoolean("exclude_embeddings", true))
            .adamRateRatio(s.getDouble("adam_lr_ratio", 1))
            .momentum(s.getDouble("momentum", 0.95))
            .iterations(s.getInt("ns_steps", 5))
            .nesterov(s.getBoolean("nesterov", true));
    muon.a = s.getDouble("muon_a", muon.a);
    muon.b = s.getDouble("muon_b", muon.b);
    muon.c = s.getDouble("muon_c", muon.c);
    if (s.contains("rms_rate")) {
      muon.rmsRate = s.has("rms_rate") ? s.getDouble("rms_rate") : null;
    }
    if (s.contains("adam_weight_decay")) {
      muon.adamWeightDecay = s.has("adam_weight_decay") ? s.getDouble("adam_weight_decay") : null;
    }
    if (s.contains("weight_decay") && !s.has("weight_decay")) {
      muon.settings.weightDecay = null;
    }
    if (s.get("exclude_layers") instanceof List<?> names) {
      muon.excludeLayers(names.stream().map(String::valueOf).toArray(String[]::new));
    }
    return muon;
  }

  /** Uses AdamW for variables whose path contains a match of one of the regular expressions. */
  public Muon excludeLayers(String... names) {
    excludeLayers = Arguments.eachGiven("Muon: names to exclude", names);
    return this;
  }

  /** Sets whether to use AdamW for embeddings; default true. */
  public Muon excludeEmbeddings(boolean on) {
    this.excludeEmbeddings = on;
    return this;
  }

  /** Sets the decay rate of the momentum; default 0.95. */
  public Muon momentum(double share) {
    Numbers.share("Muon", "momentum", share);
    this.momentum = share;
    return this;
  }

  /** Sets whether the gradient is added once more to the momentum; default true. */
  public Muon nesterov(boolean on) {
    this.nesterov = on;
    return this;
  }

  /** Sets the number of iterations of the orthogonalization; default 5. */
  public Muon iterations(int count) {
    Numbers.notNegative("Muon", "ns_steps", count);
    this.steps = count;
    return this;
  }

  /** Sets the root mean square of a step relative to the rate; default 0.2. */
  public Muon rmsRate(double value) {
    Numbers.positive("Muon", "rms_rate", value);
    this.rmsRate = value;
    return this;
  }

  /** Sets AdamW's decay rates of the means; default 0.9 and 0.999. */
  public Muon adamBetas(double first, double second) {
    Numbers.share("Muon", "adam_beta_1", first);
    Numbers.share("Muon", "adam_beta_2", second);
    this.adamBeta1 = first;
    this.adamBeta2 = second;
    return this;
  }

  /** Sets the weight decay of AdamW; default 0.004. */
  public Muon adamWeightDecay(double decay) {
    Numbers.notNegative("Muon", "adam_weight_decay", decay);
    this.adamWeightDecay = decay;
    return this;
  }

  /** Sets AdamW's learning rate relative to the rate; default 1. */
  public Muon adamRateRatio(double ratio) {
    Numbers.positive("Muon", "adam_lr_ratio", ratio);
    this.adamRateRatio = ratio;
    return this;
  }

  /** Sets AdamW's constant for numerical stability of the divisor; default 1e-7. */
  public Muon epsilon(double value) {
    Numbers.notNegative("Muon", "epsilon", value);
    this.epsilon = value;
    return this;
  }

  private boolean goesByAdam(Segment variable) {
    return variable.shape().rank() != 2
        || excludeEmbeddings && variable.path().toLowerCase(Locale.ROOT).contains("embedding")
        || excludeLayers.stream().anyMatch(e -> Pattern.compile(e).matcher(variable.path()).find());
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
  protected void bound(List<Segment> all) {
    for (Segment v : all) {
      variables.put(v.offset(), v);
      if (!goesByAdam(v)) {
        matrices.put(v.offset(), new Orthogonalizer(v.shape(), steps, a, b, c));
      }
    }
  }

  @Override
  protected List<Variable> slotVariables(List<Segment> order) {
    List<Variable> all = new ArrayList<>();
    for (Segment v : order) {
      all.add(window(v, "momentum", slot(0)));
      if (!matrices.containsKey(v.offset())) {
        all.add(window(v, "velocity", slot(1)));
      }
    }
    return all;
  }

  @Override
  protected Double decayOf(Segment variable) {
    return goesByAdam(variable) ? adamWeightDecay : settings.weightDecay;
  }

  @Override
  protected void begin(float newRate, long step) {
    rate = newRate;
    float power1 = (float) FlatMath.power((float) adamBeta1, step);
    float power2 = (float) FlatMath.power((float) adamBeta2, step);
    alpha = newRate * (float) adamRateRatio * (float) Math.sqrt(1 - power2) / (1 - power1);
  }

  @Override
  protected void update(float[] weights, float[] gradients, int from, int to) {
    Orthogonalizer matrix = matrices.get(from);
    float[] m = slot(0);
    float[] v = slot(1);
    if (matrix == null) {
      float rest1 = (float) (1 - adamBeta1);
      float rest2 = (float) (1 - adamBeta2);
      adam(weights, gradients, m, v, from, to, alpha, rest1, rest2, (float) epsilon);
      return;
    }
    // A matrix has no velocity, so its slot holds the start value of the iteration.
    follow(gradients, m, v, from, to, (float) momentum, nesterov);
    float[] step = matrix.of(v, from);
    Segment s = variables.get(from);
    float adjust =
        rmsRate == null
            ? 1
            : (float) Math.sqrt(Math.max(s.shape().dim(0), s.shape().dim(1)))
                * rmsRate.floatValue();
    advance(weights, step, from, to, rate, adjust);
  }

  private static void follow(
      float[] g, float[] m, float[] x, int from, int to, float momentum, boolean nesterov) {
    for (int i = from; i < to; i++) {
      float mi = m[i] + (g[i] + m[i] * (momentum - 1));
      m[i] = mi;
      x[i] = nesterov ? g[i] + momentum * mi : mi;
    }
  }

  private static void advance(float[] w, float[] step, int from, int to, float rate, float adjust) {
    for (int i = from; i < to; i++) {
      w[i] -= rate * step[i - from] * adjust;
    }
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

  @Override
  protected Map<String, Object> ruleConfig() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("adam_beta_1", adamBeta1);
    config.put("adam_beta_2", adamBeta2);
    config.put("epsilon", epsilon);
    config.put("exclude_layers", excludeLayers);
    config.put("muon_a", a);
    config.put("muon_b", b);
    config.put("muon_c", c);
    config.put("adam_lr_ratio", adamRateRatio);
    config.put("momentum", momentum);
    config.put("ns_steps", steps);
    config.put("nesterov", nesterov);
    config.put("exclude_embeddings", excludeEmbeddings);
    config.put("adam_weight_decay", adamWeightDecay);
    config.put("rms_rate", rmsRate);
    return config;
  }
}
