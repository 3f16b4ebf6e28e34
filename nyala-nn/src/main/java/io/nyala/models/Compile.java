// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.base.Layer;
import io.nyala.losses.Loss;
import io.nyala.losses.Measure;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.models.programs.Objective;
import io.nyala.models.training.ComputeLoss;
import io.nyala.optimizers.MultiOptimizer;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Optimizers;
import io.nyala.settings.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Training settings for models with several outputs: losses, loss weights and metrics, in the order
 * of the outputs or by output name (the name of the layer that produces the output).
 *
 * <pre>{@code
 * model.compile(
 *     Compile.with(adam(1e-3))
 *         .loss("value", meanSquaredError())
 *         .loss("label", sparseCategoricalCrossentropy())
 *         .lossWeight("label", 0.5)
 *         .metrics("label", accuracy()));
 * }</pre>
 */
public final class Compile {
  private Optimizer optimizer;
  private ComputeLoss computeLoss;
  private List<Loss> losses = List.of();
  private final Map<String, Loss> lossesByName = new LinkedHashMap<>();
  private double[] lossWeights = {};
  private final Map<String, Double> lossWeightsByName = new LinkedHashMap<>();
  private final Map<String, List<Metric>> metrics = new LinkedHashMap<>();
  private final Map<String, List<Metric>> weightedMetrics = new LinkedHashMap<>();

  private Compile(Optimizer optimizer) {
    this.optimizer = Arguments.given("optimizer", optimizer);
  }

  /** Starts with the optimizer. */
  public static Compile with(Optimizer optimizer) {
    return new Compile(optimizer);
  }

  /**
   * Uses another optimizer for the weights of these layers and of the layers nested in them. Layers
   * are identified by name. See {@link MultiOptimizer}, which accepts name patterns.
   */
  public Compile optimizer(Optimizer other, Layer... layers) {
    Set<String> names = new LinkedHashSet<>();
    Arguments.eachGiven("layers of the optimizer", layers).forEach(l -> addNames(l, names));
    String pattern = names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    MultiOptimizer multi = optimizer instanceof MultiOptimizer m ? m : Optimizers.multi(optimizer);
    optimizer = multi.with("^(?:" + pattern + ")/", other);
    return this;
  }

  private static void addNames(Layer layer, Set<String> names) {
    names.add(layer.name());
    layer.sublayers().forEach(l -> addNames(l, names));
  }

  /**
   * Sets a function that computes the loss of a batch, in place of losses per output.
   * Regularization penalties of weights and outputs are still added. Functions are not saved in
   * model files: a loaded model must be compiled again.
   */
  public Compile computeLoss(ComputeLoss function) {
    this.computeLoss = Arguments.given("computeLoss", function);
    return this;
  }

  /** Sets the losses in the order of the outputs; null for an output that is not trained. */
  public Compile losses(Loss... inOrder) {
    this.losses = Arrays.asList(Arguments.given("losses", inOrder).clone());
    return this;
  }

  /** Sets the loss of the only output. */
  public Compile loss(Loss loss) {
    return losses(Arguments.given("loss", loss));
  }

  /** Sets the loss of one output; null if it is not trained. */
  public Compile loss(String output, Loss loss) {
    lossesByName.put(Arguments.given("loss: output", output), loss);
    return this;
  }

  /** Sets the weights of the losses in the total loss, in the order of the outputs; default 1. */
  public Compile lossWeights(double... inOrder) {
    for (double factor : Arguments.given("loss weights", inOrder)) {
      finite(factor);
    }
    this.lossWeights = inOrder.clone();
    return this;
  }

  /** Sets the weight of one output's loss in the total loss; default 1. */
  public Compile lossWeight(String output, double factor) {
    lossWeightsByName.put(Arguments.given("loss weight: output", output), finite(factor));
    return this;
  }

  private static double finite(double factor) {
    if (!Double.isFinite(factor)) {
      throw new IllegalArgumentException("a loss weight must be a finite number, got " + factor);
    }
    return factor;
  }

  /** Adds metrics of the only output, which ignore sample weights. */
  public Compile metrics(Measure... added) {
    return add(metrics, null, "metrics", added);
  }

  /** Adds metrics of one output, which ignore sample weights. */
  public Compile metrics(String output, Measure... added) {
    return add(metrics, Arguments.given("metrics: output", output), "metrics", added);
  }

  /** Adds metrics of the only output, which use sample weights. */
  public Compile weightedMetrics(Measure... added) {
    return add(weightedMetrics, null, "weighted metrics", added);
  }

  /** Adds metrics of one output, which use sample weights. */
  public Compile weightedMetrics(String output, Measure... added) {
    Arguments.given("weighted metrics: output", output);
    return add(weightedMetrics, output, "weighted metrics", added);
  }

  /** Adds metrics of an output, or of the only output if the name is null. */
  private Compile add(
      Map<String, List<Metric>> to, String nameOrNull, String what, Measure... added) {
    List<Metric> metrics = to.computeIfAbsent(nameOrNull, o -> new ArrayList<>());
    Arguments.eachGiven(what, added).forEach(measure -> metrics.add(Metrics.of(measure)));
    return this;
  }

  // For the trainer

  Optimizer optimizer() {
    return optimizer;
  }

  /** Returns the training objective and metrics of a model with these outputs. */
  Objective objective(List<String> outputs) {
    List<Loss> each = losses(outputs);
    double[] factors = new double[outputs.size()];
    List<List<Metric>> plain = new ArrayList<>();
    List<List<Metric>> weighted = new ArrayList<>();
    for (int i = 0; i < factors.length; i++) {
      factors[i] = lossWeight(i, outputs);
      plain.add(metrics(i, outputs));
    }
    for (int i = 0; i < factors.length; i++) {
      weighted.add(weightedMetrics(i, outputs));
    }
    return new Objective(outputs, each, computeLoss, factors, plain, weighted);
  }

  /** Returns the function that computes the loss, or null if the outputs have losses. */
  ComputeLoss computeLoss() {
    return computeLoss;
  }

  /** Returns whether loss weights were set. */
  boolean hasLossWeights() {
    return lossWeights.length > 0 || !lossWeightsByName.isEmpty();
  }

  /** Returns the loss of each output, null if it has none. */
  List<Loss> losses(List<String> outputs) {
    checkNames("loss", lossesByName, outputs);
    if (computeLoss != null) {
      if (!lossesByName.isEmpty() || !losses.isEmpty() || hasLossWeights()) {
        throw new IllegalArgumentException(
            "set losses and their weights, or computeLoss, but not both");
      }
      return Collections.nCopies(outputs.size(), null);
    }
    if (!lossesByName.isEmpty() && !losses.isEmpty()) {
      throw new IllegalArgumentException("set losses in order or by name, not both");
    }
    if (!lossesByName.isEmpty()) {
      return outputs.stream().map(lossesByName::get).toList();
    }
    if (losses.size() == 1 && outputs.size() > 1 || losses.size() == outputs.size()) {
      // One loss for several outputs is used for each, as in Keras.
      List<Loss> all = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        all.add(losses.get(losses.size() == 1 ? 0 : i));
      }
      return all;
    }
    throw new IllegalArgumentException(
        "the model has %d outputs %s, got %d losses"
            .formatted(outputs.size(), outputs, losses.size()));
  }

  double lossWeight(int i, List<String> outputs) {
    checkNames("loss weight", lossWeightsByName, outputs);
    if (lossWeights.length != 0 && lossWeights.length != outputs.size()) {
      throw new IllegalArgumentException(
          "the model has %d outputs %s, got %d loss weights"
              .formatted(outputs.size(), outputs, lossWeights.length));
    }
    double inOrder = lossWeights.length == 0 ? 1 : lossWeights[i];
    return lossWeightsByName.getOrDefault(outputs.get(i), inOrder);
  }

  List<Metric> metrics(int i, List<String> outputs) {
    return of(metrics, "metrics", i, outputs);
  }

  List<Metric> weightedMetrics(int i, List<String> outputs) {
    return of(weightedMetrics, "weighted metrics", i, outputs);
  }

  private static List<Metric> of(
      Map<String, List<Metric>> byName, String what, int i, List<String> outputs) {
    checkNames(what, byName, outputs);
    List<Metric> all = new ArrayList<>(byName.getOrDefault(outputs.get(i), List.of()));
    List<Metric> ofTheOnly = byName.getOrDefault(null, List.of());
    if (!ofTheOnly.isEmpty() && outputs.size() > 1) {
      throw new IllegalArgumentException(
          "the model has %d outputs %s: specify the output of the %s %s"
              .formatted(
                  outputs.size(), outputs, what, ofTheOnly.stream().map(Metric::name).toList()));
    }
    all.addAll(ofTheOnly);
    return all;
  }

  private static void checkNames(String what, Map<String, ?> byName, List<String> outputs) {
    for (String name : byName.keySet()) {
      if (name != null && !outputs.contains(name)) {
        throw new IllegalArgumentException(
            "%s for output \"%s\": the model has outputs %s".formatted(what, name, outputs));
      }
    }
  }
}
