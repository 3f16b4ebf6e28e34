// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.grad.Gradients;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.losses.Loss;
import io.nyala.losses.Measure;
import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.models.core.TrainableState;
import io.nyala.models.programs.StepGraph;
import io.nyala.models.programs.StepPlan;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.settings.Arguments;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records the operations of the function that defines a {@link TrainStep}: losses, gradients as
 * values, and which optimizer applies which gradients to which weights.
 */
public final class TrainTape extends Tape {
  /**
   * A metric and its arguments.
   *
   * @param weight may be null
   */
  record Measured(Metric metric, List<Value> observed, Value weight) {}

  private final Map<Layer, TrainableState> states;
  private final Call inference = Call.inference();
  private final Set<Layer> trained = new LinkedHashSet<>();
  private final Set<Layer> inferred = new LinkedHashSet<>();
  private final Set<Value> losses = new LinkedHashSet<>();
  private final Map<Optimizer, WeightGradients> applied = new LinkedHashMap<>();
  private final Map<String, Value> logs = new LinkedHashMap<>();
  private final Map<String, Measured> measures = new LinkedHashMap<>();

  /**
   * Creates a tape.
   *
   * @param states which layers are frozen, recorded when the step first used them
   */
  TrainTape(
      String what,
      List<String> names,
      List<Type> types,
      long seed,
      Map<Layer, TrainableState> states) {
    super(what, names, types, Call.training(seed));
    this.states = states;
  }

  // Layers

  /**
   * {@inheritDoc} Layers that were frozen when the step first used them stay frozen for this step.
   */
  @Override
  public List<Value> callAll(Layer layer, List<Value> x) {
    trained.add(Arguments.given("layer", layer));
    return state(layer).during(layer, () -> trace(call, layer, x));
  }

  /**
   * Applies a layer or model with one output as if it were frozen: batch normalization uses the
   * moving averages without updating them, dropout is active. Gradients flow through it.
   *
   * @throws IllegalArgumentException see {@link #call}
   */
  public Value callFrozen(Layer layer, Value... x) {
    List<Value> given = Arguments.eachGiven("the inputs of " + layer, x);
    TrainableState before = new TrainableState(layer);
    layer.trainable(false);
    try {
      return only(layer, trace(call, layer, given));
    } finally {
      before.apply();
    }
  }

  /**
   * Applies a layer or model with one output in inference mode, as in {@code predict}: no dropout,
   * moving averages instead of batch statistics. Gradients flow through it.
   *
   * @throws IllegalArgumentException see {@link #call}
   */
  public Value infer(Layer layer, Value... x) {
    inferred.add(Arguments.given("layer", layer));
    return only(layer, trace(inference, layer, Arguments.eachGiven("the inputs of " + layer, x)));
  }

  private TrainableState state(Layer layer) {
    return states.computeIfAbsent(layer, TrainableState::new);
  }

  // Losses

  /**
   * Returns the loss of predictions, a scalar; a mask attached to the predictions is applied.
   *
   * @throws ShapeException if the shapes of targets and predictions do not match each other or the
   *     loss
   */
  public Value loss(Loss loss, Value yTrue, Value yPred) {
    return loss(loss, yTrue, yPred, null);
  }

  /**
   * Returns the loss of predictions, a scalar; a mask attached to the predictions is applied.
   *
   * @param sampleWeight of shape {@code (batch,)} or with more axes, or null
   * @throws ShapeException if the shapes of targets and predictions do not match each other or the
   *     loss
   */
  public Value loss(Loss loss, Value yTrue, Value yPred, Value sampleWeight) {
    Arguments.given("loss", loss);
    Arguments.given(loss + ": targets", yTrue);
    Arguments.given(loss + ": predictions", yPred);
    return scalar("the loss " + loss, loss.of(yTrue, yPred, sampleWeight, call.mask(yPred)));
  }

  /**
   * Returns a loss plus the penalties that {@code fit} adds: weight and activity regularization of
   * all layers {@linkplain #call called} so far that are not frozen.
   */
  public Value penalized(Value loss) {
    Set<Weight> weights = new LinkedHashSet<>();
    trained.forEach(layer -> weights.addAll(trainable(layer)));
    Value total = loss;
    for (Value penalty : StepGraph.penalties(call, weights)) {
      total = Ops.add(total, penalty);
    }
    return total;
  }

  private static Value scalar(String what, Value value) {
    if (value.shape().rank() != 0) {
      throw new ShapeException(
          "%s is %s, expected a single number; reduce it, for example with Ops.mean"
              .formatted(what, value.shape()));
    }
    return value;
  }

  // Gradients

  /**
   * Returns the gradients of a loss with respect to all weights of the layers that are not frozen.
   */
  public WeightGradients gradients(Value loss, Layer... of) {
    Set<Weight> weights = new LinkedHashSet<>();
    for (Layer layer : Arguments.eachGiven("layers of the gradients", of)) {
      if (!layers().contains(layer) && !layer.isBuilt()) {
        throw new IllegalArgumentException(
            "%s has no weights yet; call it before computing its gradients".formatted(layer));
      }
      weights.addAll(trainable(layer));
    }
    return gradients(loss, List.copyOf(weights));
  }

  /**
   * Returns the gradients of a loss with respect to weights; zeros for weights it does not depend
   * on.
   */
  public WeightGradients gradients(Value loss, List<Weight> weights) {
    losses.add(scalar("a loss", Arguments.given("loss", loss)));
    List<Value> wrt = new ArrayList<>(Arguments.allGiven("weights", weights).size());
    weights.forEach(w -> wrt.add(call.start(w)));
    boolean both =
        inferred.stream().anyMatch(l -> l.weights().stream().anyMatch(weights::contains));
    if (both) {
      weights.forEach(w -> wrt.add(inference.start(w)));
    }
    List<Value> found = Gradients.of(loss, wrt);
    List<Value> sums = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      sums.add(both ? Ops.add(found.get(i), found.get(weights.size() + i)) : found.get(i));
    }
    return WeightGradients.of(weights, sums);
  }

  private List<Weight> trainable(Layer layer) {
    return state(layer)
        .during(layer, () -> layer.weights().stream().filter(Weight::trainable).toList());
  }

  // Content of the step

  /**
   * Applies gradients to weights with an optimizer at the end of the step. All settings of the
   * optimizer take effect: clipping, weight decay, gradient accumulation, and so on.
   *
   * @param optimizer created outside the function, so that it is the same for all shapes
   * @throws IllegalArgumentException if the optimizer is applied twice, or two optimizers would
   *     update the same weight
   */
  public void apply(Optimizer optimizer, WeightGradients gradients) {
    Arguments.given("optimizer", optimizer);
    Arguments.given("gradients", gradients);
    for (Map.Entry<Optimizer, WeightGradients> other : applied.entrySet()) {
      for (Weight w : other.getValue().weights()) {
        if (gradients.weights().contains(w)) {
          throw new IllegalArgumentException(
              ("weight %s is changed twice in a step; add the gradients (plus), or restrict it to "
                      + "one optimizer (only)")
                  .formatted(w));
        }
      }
    }
    if (applied.put(optimizer, gradients) != null) {
      throw new IllegalArgumentException(
          "optimizer \"%s\" is applied twice in a step; combine the gradients (plus)"
              .formatted(optimizer.name()));
    }
  }

  /**
   * Same as {@code apply(optimizer, gradients(loss, layers))}, for use without access to the
   * gradients.
   */
  public void minimize(Optimizer optimizer, Value loss, Layer... of) {
    apply(optimizer, gradients(loss, of));
  }

  /**
   * Logs a value in each step; {@link TrainStep#results} returns its mean over the rows.
   *
   * @param value a scalar of float32
   */
  public void log(String name, Value value) {
    logs.put(free(name), scalar("\"" + name + "\"", Arguments.given(name, value)));
  }

  /**
   * Updates a metric with the targets and predictions of each step; a mask attached to the
   * predictions is applied.
   */
  public void metric(Measure metric, Value yTrue, Value yPred) {
    metric(metric, yTrue, yPred, null);
  }

  /**
   * Updates a metric with the targets and predictions of each step; a mask attached to the
   * predictions is applied.
   *
   * @param sampleWeight of shape {@code (batch,)} or with more axes, or null
   */
  public void metric(Measure metric, Value yTrue, Value yPred, Value sampleWeight) {
    Metric measuring = Metrics.of(Arguments.given("metric", metric));
    String name = free(measuring.name());
    Value weight = StepPlan.masked(call.mask(yPred), sampleWeight);
    measures.put(name, new Measured(measuring, measuring.observed(yTrue, yPred), weight));
  }

  private String free(String name) {
    if (logs.containsKey(Arguments.given("name", name)) || measures.containsKey(name)) {
      throw new IllegalArgumentException(
          "two values are logged as \"%s\"; rename one of them".formatted(name));
    }
    return name;
  }

  // For the step

  /** Returns the sum of the losses whose gradients were taken. */
  Value total() {
    return losses.stream().reduce(Ops::add).orElseGet(() -> Ops.constant(0));
  }

  Map<Optimizer, WeightGradients> applied() {
    return applied;
  }

  Map<String, Value> logs() {
    return logs;
  }

  Map<String, Measured> measures() {
    return measures;
  }
}
