// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Weight;
import io.nyala.losses.Loss;
import io.nyala.losses.Reduction;
import io.nyala.models.core.ModelCore;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The graph of a training step (losses, metric inputs, gradients, moving averages) or of an
 * evaluation step (losses and metric inputs).
 *
 * <p>Its inputs are those of {@link BatchSpec#all}. Its outputs are the total loss, the
 * individually logged losses, then the values observed by the metrics.
 *
 * <p>The losses of the parts of a batch add up to those of the batch. If a loss is a mean by masks
 * or weights, the fraction of the part is an additional input, and {@link #divisors} must be
 * computed first.
 */
public final class StepGraph {
  private static final Type SCALAR = Type.floats(Shape.of());

  private final ModelCore model;
  private final Objective objective;
  private final BatchSpec spec;
  private final Call call;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Graph.Assignment> assignments = new ArrayList<>();
  private final List<StepPlan.Observed> observed = new ArrayList<>();
  private final Set<Value> activations = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Value> divisors = new ArrayList<>();
  private List<Value> predictions;

  private StepGraph(ModelCore model, Objective objective, BatchSpec spec, Call call) {
    this.model = model;
    this.objective = objective;
    this.spec = spec;
    this.call = call;
    for (Type type : spec.all()) {
      inputs.add(Node.apply(new Leaf.Input("input " + inputs.size(), type)));
    }
    call.watch((layer, in, out) -> activations.addAll(out));
  }

  /** Builds a training step that stores gradients for an optimizer. */
  public static StepGraph training(
      ModelCore model, Objective objective, BatchSpec spec, Parameters parameters) {
    StepGraph step = new StepGraph(model, objective, spec, Call.training(model.seed()));
    Value total = step.lossesAndMetrics();
    List<Value> wrt = parameters.weights().stream().map(step.call::start).toList();
    List<Value> gradients = Gradients.of(total, wrt);
    List<Graph.Assignment> stored = new ArrayList<>();
    for (int i = 0; i < wrt.size(); i++) {
      stored.add(parameters.assign(i, gradients.get(i), spec.isPart()));
    }
    // Programs compute what is assigned first first: the gradients of the last layers.
    step.assignments.addAll(stored.reversed());
    step.assignments.addAll(step.call.assignments());
    return step;
  }

  /** Builds an evaluation step, which only changes the states of layers. */
  public static StepGraph evaluation(ModelCore model, Objective objective, BatchSpec spec) {
    StepGraph step = new StepGraph(model, objective, spec, Call.inference());
    step.lossesAndMetrics();
    step.assignments.addAll(step.call.assignments());
    return step;
  }

  /**
   * Builds a graph of the total loss of a training step and its gradients, without side effects.
   */
  static Graph gradients(
      ModelCore model, Objective objective, BatchSpec spec, List<Weight> weights) {
    StepGraph step = new StepGraph(model, objective, spec, Call.training(model.seed()));
    Value total = step.lossesAndMetrics();
    List<Value> outputs = new ArrayList<>(List.of(total));
    outputs.addAll(Gradients.of(total, weights.stream().map(step.call::start).toList()));
    return Graph.of(step.inputs, outputs);
  }

  private Value lossesAndMetrics() {
    predictions = model.trace(call, inputs.subList(0, spec.x().size()));
    Value total = objective.computeLoss() == null ? null : computedLoss();
    List<Value> logged = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      if (objective.loss(i) != null) {
        Value loss = loss(i);
        if (objective.loggedLosses().contains(i)) {
          logged.add(loss);
        }
        double factor = objective.factor(i);
        Value term = factor == 1 ? loss : Ops.multiply(loss, (float) factor);
        total = total == null ? term : Ops.add(total, term);
      }
    }
    List<Weight> trained = model.layer().weights().stream().filter(Weight::trainable).toList();
    for (Value penalty : penalties(call, trained)) {
      total = Ops.add(total, spec.isPart() ? Ops.multiply(penalty, spec.share()) : penalty);
    }
    outputs.add(total);
    outputs.addAll(logged);
    objective.measures().forEach(this::observe);
    return total;
  }

  /** Returns the loss computed by the user's function. */
  private Value computedLoss() {
    int x = spec.x().size();
    int y = spec.y().size();
    Value loss =
        objective
            .computeLoss()
            .of(
                List.copyOf(inputs.subList(0, x)),
                List.copyOf(inputs.subList(x, x + y)),
                List.copyOf(predictions),
                List.copyOf(inputs.subList(x + y, inputs.size())));
    if (loss == null || loss.shape().rank() != 0) {
      throw new ShapeException(
          "computeLoss returned %s, expected a single number; reduce it, for example with mean()"
              .formatted(loss == null ? "null" : loss.shape()));
    }
    return spec.isPart() ? Ops.multiply(loss, spec.share()) : loss;
  }

  private Value loss(int output) {
    Loss loss = objective.loss(output);
    Value prediction = predictions.get(output);
    try {
      Value mask = call.mask(prediction);
      Value value = loss.of(target(output), prediction, weight(output), mask);
      if (value.shape().rank() != 0) {
        throw new ShapeException(
            "reduction \"%s\" returned %s, expected a single number"
                .formatted(loss.reduction().kerasName(), value.shape()));
      }
      return spec.isPart() ? ofPart(value, loss, output, mask) : value;
    } catch (ShapeException e) {
      ShapeException located =
          new ShapeException(
              "%s (the loss of output \"%s\", which is %s)"
                  .formatted(
                      e.getMessage(), objective.outputNames().get(output), prediction.shape()));
      located.initCause(e);
      throw located;
    }
  }

  /** Returns the contribution of a part to the loss of the whole batch. */
  private Value ofPart(Value value, Loss loss, int output, Value mask) {
    if (loss.reduction() == Reduction.SUM) {
      return value;
    }
    Value divisor = loss.divisor(target(output), predictions.get(output), weight(output), mask);
    if (divisor == null) {
      return Ops.multiply(value, spec.share());
    }
    Value share = Node.apply(new Leaf.Input("share " + divisors.size(), SCALAR));
    divisors.add(divisor);
    inputs.add(share);
    return Ops.multiply(value, share);
  }

  private Value target(int output) {
    return inputs.get(spec.x().size() + output);
  }

  /** Returns the sample weights of an output, or null. */
  private Value weight(int output) {
    return spec.weights().isEmpty() ? null : inputs.get(weightInput(output));
  }

  private int weightInput(int output) {
    return spec.x().size() + spec.y().size() + output;
  }

  /**
   * As in Keras: the losses added by layers, then the penalties of the given weights, which must
   * not be frozen.
   */
  public static List<Value> penalties(Call call, Collection<Weight> weights) {
    List<Value> penalties = new ArrayList<>(call.losses());
    for (Weight w : weights) {
      if (w.regularizer() != null) {
        penalties.add(w.regularizer().loss(call.start(w)));
      }
    }
    return penalties;
  }

  private void observe(Objective.Measure measure) {
    int i = measure.output();
    Value prediction = predictions.get(i);
    List<Value> values;
    try {
      values = measure.metric().observed(target(i), prediction);
    } catch (ShapeException e) {
      ShapeException located =
          new ShapeException(
              "metric %s: predictions are %s, targets are %s: %s"
                  .formatted(
                      measure.logName(), prediction.shape(), target(i).shape(), e.getMessage()));
      located.initCause(e);
      throw located;
    }
    Value given = measure.weighted() ? weight(i) : null;
    Value mask = call.mask(prediction);
    int input = mask == null && given != null ? weightInput(i) : -1; // read where it is
    Value weight = StepPlan.masked(mask, given);
    observed.add(StepPlan.Observed.adding(outputs, values, weight, input));
  }

  /** Returns the size of the inputs and outputs of the layers, in bytes. */
  private long activationBytes() {
    Set<Value> all = Collections.newSetFromMap(new IdentityHashMap<>());
    all.addAll(inputs.subList(0, spec.x().size()));
    all.addAll(activations);
    // A reshaped view of the same elements takes no memory.
    all.removeIf(v -> v.node().op() instanceof Primitive.Reshape);
    // What layers give each other before the program may depend on the data.
    all.removeIf(v -> !v.shape().isKnown());
    return all.stream().mapToLong(v -> (long) Float.BYTES * v.shape().size()).sum();
  }

  int divisorCount() {
    return divisors.size();
  }

  /**
   * Returns the graph of the divisors, with the inputs of {@link BatchSpec#all}, or null if none.
   */
  Graph divisors() {
    return divisors.isEmpty() ? null : Graph.of(inputs.subList(0, spec.all().size()), divisors);
  }

  Graph graph() {
    return new Graph(inputs, outputs, assignments);
  }

  /** Returns the plan to compile. */
  StepPlan plan() {
    List<Variable> changed = call.assignments().stream().map(Graph.Assignment::variable).toList();
    return new StepPlan(graph(), changed, observed, activationBytes());
  }
}
