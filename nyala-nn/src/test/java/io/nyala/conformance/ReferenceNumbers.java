// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.activations.Activations;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Optimizers;
import io.nyala.optimizers.Schedule;
import io.nyala.optimizers.Schedules;
import io.nyala.optimizers.Segment;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The small computations of {@code reference_numbers.json}, named as there; {@code genref.py}
 * beside that file has them in Python. Layers are in {@link ReferenceLayers}.
 */
final class ReferenceNumbers {
  /**
   * How to compute one entry.
   *
   * @param need the class that it takes, for example {@code layer Conv2D}
   * @param compute gives its numbers, in their order; the shape does not matter
   */
  record Recipe(String need, Supplier<Tensor> compute) {}

  private static final Tensor CLASSES = Tensor.matrix(new float[] {0, 1, 0}, new float[] {1, 0, 0});
  private static final Tensor PROBABILITIES =
      Tensor.matrix(new float[] {.1f, .7f, .2f}, new float[] {.5f, .25f, .25f});
  private static final Tensor DOUBLED =
      Tensor.matrix(new float[] {.2f, 1.4f, .4f}, new float[] {1, .5f, .5f});
  private static final Tensor LOGITS =
      Tensor.matrix(new float[] {1, 2, -1}, new float[] {.5f, 0, 3});
  private static final Tensor YES_NO = Tensor.of(Shape.of(2, 1), 1, 0);
  private static final Tensor WEIGHTS = Tensor.vector(2, .5f);

  private final Map<String, Recipe> recipes = new LinkedHashMap<>();

  private ReferenceNumbers() {
    losses();
    metrics();
    optimizers();
    activations();
    schedules();
  }

  /** Returns how to compute what, by the names of the file. */
  static Map<String, Recipe> all() {
    Map<String, Recipe> all = new ReferenceNumbers().recipes;
    all.putAll(ReferenceLayers.all());
    return all;
  }

  /** Computes a value that depends on constants only. */
  private static Tensor constant(Value value) {
    return Run.once(CpuEngine.shared(), List.of(), List.of(value), List.of()).get(0);
  }

  static Map<String, Object> form(String className, Map<String, Object> config) {
    return Map.of("class_name", className, "config", config);
  }

  private void losses() {
    String cce = "CategoricalCrossentropy";
    loss("cce", cce, Map.of(), CLASSES, PROBABILITIES, null);
    loss("cce_none", cce, Map.of("reduction", "none"), CLASSES, PROBABILITIES, null);
    Map<String, Object> smooth = Map.of("from_logits", true, "label_smoothing", .1);
    loss("cce_logits_ls0.1", cce, smooth, CLASSES, LOGITS, null);
    loss("cce_sw", cce, Map.of(), CLASSES, PROBABILITIES, WEIGHTS);
    String mse = "MeanSquaredError";
    loss("mse_sw_sum", mse, Map.of(), CLASSES, PROBABILITIES, WEIGHTS);
    Map<String, Object> byWeight = Map.of("reduction", "mean_with_sample_weight");
    loss("mse_mean_with_sw", mse, byWeight, CLASSES, PROBABILITIES, WEIGHTS);
    Tensor labels = Tensor.vectorOfInts(1, 0);
    String scce = "SparseCategoricalCrossentropy";
    loss("scce_unnormalised_probs", scce, Map.of(), labels, DOUBLED, null);
    String bce = "BinaryCrossentropy";
    loss("bce", bce, Map.of(), YES_NO, Tensor.of(Shape.of(2, 1), 1, .3f), null);
    Tensor answers = Tensor.of(Shape.of(2, 1), .9f, .3f);
    loss("bce_ls0.2", bce, Map.of("label_smoothing", .2), YES_NO, answers, null);
    Tensor target = Tensor.of(Shape.of(1, 2), 0, 3);
    Tensor guess = Tensor.of(Shape.of(1, 2), .5f, 0);
    loss("huber", "Huber", Map.of("delta", 1.0), target, guess, null);
  }

  private void loss(
      String key,
      String className,
      Map<String, Object> config,
      Tensor yTrue,
      Tensor yPred,
      Tensor sampleWeight) {
    Supplier<Tensor> compute =
        () -> {
          Loss loss = Losses.fromConfig(form(className, config));
          Value weight = sampleWeight == null ? null : Ops.constant(sampleWeight);
          return constant(loss.of(Ops.constant(yTrue), Ops.constant(yPred), weight, null));
        };
    recipes.put(key, new Recipe("loss " + className, compute));
  }

  private void metrics() {
    Tensor labels = Tensor.vector(0, 0, 1, 1, 1);
    Tensor scores = Tensor.vector(.1f, .4f, .35f, .8f, .4f);
    metric("auc200", "AUC", Map.of(), labels, scores);
    metric("auc_pr", "AUC", Map.of("curve", "PR"), labels, scores);
    Tensor truth = Tensor.of(Shape.of(3, 2), 1, 0, 1, 1, 0, 1);
    Tensor answers = Tensor.of(Shape.of(3, 2), .6f, .2f, .4f, .9f, .7f, .3f);
    Map<String, Object> macro = Map.of("average", "macro", "threshold", .5);
    metric("f1_macro", "F1Score", macro, truth, answers);
    Tensor column = Tensor.of(Shape.of(3, 1), 1, 2, 3);
    Tensor near = Tensor.of(Shape.of(3, 1), 1.1f, 1.9f, 3.2f);
    metric("r2", "R2Score", Map.of(), column, near);
  }

  private void metric(
      String key, String className, Map<String, Object> config, Tensor yTrue, Tensor yPred) {
    Supplier<Tensor> compute =
        () -> {
          Metric metric = Metrics.fromConfig(form(className, config));
          MetricCases.update(metric, CpuEngine.shared(), yTrue, yPred, null);
          return Tensor.scalar((float) metric.result());
        };
    recipes.put(key, new Recipe("metric " + className, compute));
  }

  private void optimizers() {
    optimizer("sgd", "SGD", .1, Map.of());
    optimizer("sgd_m", "SGD", .1, Map.of("momentum", .9));
    optimizer("sgd_nest", "SGD", .1, Map.of("momentum", .9, "nesterov", true));
    optimizer("adam", "Adam", .1, Map.of());
    optimizer("adam_ams", "Adam", .1, Map.of("amsgrad", true));
    optimizer("adamw", "AdamW", .1, Map.of("weight_decay", .1));
    optimizer("rms", "RMSprop", .1, Map.of());
    optimizer("rms_c_m", "RMSprop", .1, Map.of("momentum", .9, "centered", true));
    optimizer("adagrad", "Adagrad", .1, Map.of());
    optimizer("adadelta", "Adadelta", 1, Map.of());
    optimizer("adamax", "Adamax", .1, Map.of());
    optimizer("nadam", "Nadam", .1, Map.of());
    optimizer("ftrl", "Ftrl", .1, Map.of());
    optimizer("clipnorm", "SGD", .1, Map.of("clipnorm", .1));
    optimizer("gclip", "SGD", .1, Map.of("global_clipnorm", .1));
    optimizer("lion", "Lion", .1, Map.of());
  }

  /** Three steps from (1, -2) with gradients (0.1, -0.3), twice and three times that. */
  private void optimizer(String key, String className, double rate, Map<String, Object> config) {
    Map<String, Object> all = new LinkedHashMap<>(config);
    all.put("learning_rate", rate);
    Supplier<Tensor> compute =
        () -> {
          float[] weights = {1, -2};
          float[] gradients = new float[2];
          Optimizer optimizer = Optimizers.fromConfig(form(className, all));
          optimizer.bind(weights, gradients, List.of(new Segment("v", Shape.of(2), 0)));
          for (int i = 1; i <= 3; i++) {
            gradients[0] = .1f * i;
            gradients[1] = -.3f * i;
            optimizer.apply();
          }
          return Tensor.vector(weights);
        };
    recipes.put("opt_" + key, new Recipe("optimizer " + className, compute));
  }

  private void activations() {
    Tensor x = Tensor.of(Shape.of(1, 6), -3, -1, 0, .5f, 2, 4);
    for (String name :
        List.of(
            "hard_sigmoid",
            "gelu",
            "elu",
            "selu",
            "leaky_relu",
            "softsign",
            "silu",
            "mish",
            "softplus",
            "hard_silu",
            "relu6",
            "exponential",
            "tanh",
            "log_softmax")) {
      Supplier<Tensor> compute =
          () -> constant(Activations.fromConfig(name).apply(Ops.constant(x)));
      recipes.put("act_" + name, new Recipe("activation " + name, compute));
    }
  }

  private void schedules() {
    Map<String, Object> halves =
        Map.of("initial_learning_rate", .1, "decay_steps", 10, "decay_rate", .5);
    schedule("exp", "ExponentialDecay", halves, 0, 5, 10, 25);
    Map<String, Object> stairs = new LinkedHashMap<>(halves);
    stairs.put("staircase", true);
    schedule("exp_stair", "ExponentialDecay", stairs, 0, 5, 10, 25);
    Map<String, Object> warm = new LinkedHashMap<>();
    warm.putAll(Map.of("initial_learning_rate", 0., "decay_steps", 10));
    warm.putAll(Map.of("warmup_target", .1, "warmup_steps", 4));
    schedule("cos_warm", "CosineDecay", warm, 0, 2, 4, 9, 14, 20);
    Map<String, Object> square = new LinkedHashMap<>();
    square.putAll(Map.of("initial_learning_rate", .1, "decay_steps", 10));
    square.putAll(Map.of("end_learning_rate", .01, "power", 2));
    schedule("poly", "PolynomialDecay", square, 0, 5, 10, 12);
    Map<String, Object> steps = Map.of("boundaries", List.of(5, 10), "values", List.of(1., .5, .1));
    schedule("pw", "PiecewiseConstantDecay", steps, 0, 5, 6, 10, 11);
    Map<String, Object> waves = Map.of("initial_learning_rate", .1, "first_decay_steps", 4);
    schedule("cdr", "CosineDecayRestarts", waves, 0, 2, 4, 6, 12);
  }

  private void schedule(String key, String className, Map<String, Object> config, long... steps) {
    Supplier<Tensor> compute =
        () -> {
          Schedule schedule = Schedules.fromConfig(form(className, config));
          float[] rates = new float[steps.length];
          for (int i = 0; i < rates.length; i++) {
            rates[i] = (float) schedule.at(steps[i]);
          }
          return Tensor.vector(rates);
        };
    recipes.put("sched_" + key, new Recipe("schedule " + className, compute));
  }
}
