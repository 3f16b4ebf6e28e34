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
 * What the function of a {@link TrainStep} writes a step of training on: losses, gradients as
 * values, and which optimizer changes which weights by which gradients.
 */
public final class TrainTape extends Tape {
  /**
   * What a metric sees of a batch.
   *
   * @param weight or null
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
   * Begins a tape.
   *
   * @param states which layers are frozen, as they were when the step met them first
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

  /** {@inheritDoc} Layers that were frozen when the step met them first stay frozen for it. */
  @Override
  public List<Value> callAll(Layer layer, List<Value> x) {
    trained.add(Arguments.given("layer", layer));
    return state(layer).during(layer, () -> trace(call, layer, x));
  }

  /**
   * Applies a layer or model with one output as if all of it were frozen: its batch normalisation
   * uses the moving averages and leaves them as they are, its dropout drops. Gradients flow through
   * it.
   *
   * @throws IllegalArgumentException as for {@link #call}
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
   * Applies a layer or model with one output as {@code predict} does: no dropout, moving averages
   * instead of those of the batch. Gradients flow through it.
   *
   * @throws IllegalArgumentException as for {@link #call}
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
   * Returns the loss of predictions, a scalar; the mask that travels with them counts.
   *
   * @throws ShapeException if targets and predictions do not fit each other or the loss
   */
  public Value loss(Loss loss, Value yTrue, Value yPred) {
    return loss(loss, yTrue, yPred, null);
  }

  /**
   * Returns the loss of predictions, a scalar; the mask that travels with them counts.
   *
   * @param sampleWeight {@code (batch,)} or finer, or null
   * @throws ShapeException if targets and predictions do not fit each other or the loss
   */
  public Value loss(Loss loss, Value yTrue, Value yPred, Value sampleWeight) {
    Arguments.given("loss", loss);
    Arguments.given(loss + ": targets", yTrue);
    Arguments.given(loss + ": predictions", yPred);
    return scalar("the loss " + loss, loss.of(yTrue, yPred, sampleWeight, call.mask(yPred)));
  }

  /**
   * Returns a loss with what {@code fit} adds to it: penalties of the weights, and of the outputs,
   * of everything that was {@linkplain #call called} so far and is not frozen.
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
          "%s is %s where one number is needed; reduce it, for example by Ops.mean"
              .formatted(what, value.shape()));
    }
    return value;
  }

  // Gradients

  /** Returns the gradients of a loss with regard to all weights of layers that are not frozen. */
  public WeightGradients gradients(Value loss, Layer... of) {
    Set<Weight> weights = new LinkedHashSet<>();
    for (Layer layer : Arguments.eachGiven("layers of the gradients", of)) {
      if (!layers().contains(layer) && !layer.isBuilt()) {
        throw new IllegalArgumentException(
            "%s has no weights yet; call it before its gradients are asked for".formatted(layer));
      }
      weights.addAll(trainable(layer));
    }
    return gradients(loss, List.copyOf(weights));
  }

  /** Returns the gradients of a loss with regard to weights, zeros where it depends on none. */
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

  // What a step does

  /**
   * Lets an optimizer change weights by their gradients at the end of the step. Its settings hold:
   * clipping, weight decay, accumulation over several steps, and so on.
   *
   * @param optimizer made outside the function, so that it is the same for all shapes
   * @throws IllegalArgumentException if it is applied twice, or two optimizers would change a
   *     weight
   */
  public void apply(Optimizer optimizer, WeightGradients gradients) {
    Arguments.given("optimizer", optimizer);
    Arguments.given("gradients", gradients);
    for (Map.Entry<Optimizer, WeightGradients> other : applied.entrySet()) {
      for (Weight w : other.getValue().weights()) {
        if (gradients.weights().contains(w)) {
          throw new IllegalArgumentException(
              "weight %s is changed twice in a step; add the gradients up (plus), or leave it to one optimizer (only)"
                  .formatted(w));
        }
      }
    }
    if (applied.put(optimizer, gradients) != null) {
      throw new IllegalArgumentException(
          "optimizer \"%s\" is applied twice in a step; put the gradients together (plus)"
              .formatted(optimizer.name()));
    }
  }

  /** As {@code apply(optimizer, gradients(loss, layers))}: no access to the gradients is needed. */
  public void minimize(Optimizer optimizer, Value loss, Layer... of) {
    apply(optimizer, gradients(loss, of));
  }

  /**
   * Reports a number of each step; {@link TrainStep#results} gives its mean over the rows.
   *
   * @param value a scalar of float32
   */
  public void log(String name, Value value) {
    logs.put(free(name), scalar("\"" + name + "\"", Arguments.given(name, value)));
  }

  /** Lets a metric see targets and predictions of each step; the mask of predictions counts. */
  public void metric(Measure metric, Value yTrue, Value yPred) {
    metric(metric, yTrue, yPred, null);
  }

  /**
   * Lets a metric see targets and predictions of each step; the mask of predictions counts.
   *
   * @param sampleWeight {@code (batch,)} or finer, or null
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
          "two things are logged as \"%s\"; give one another name".formatted(name));
    }
    return name;
  }

  // For the step

  /** Returns the sum of the losses of which gradients were taken. */
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
