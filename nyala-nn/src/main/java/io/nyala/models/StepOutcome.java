// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.graph.Graph;
import io.nyala.layers.base.Weight;
import io.nyala.models.core.Holdings;
import io.nyala.models.core.Training;
import io.nyala.models.programs.Meters;
import io.nyala.models.programs.Objective;
import io.nyala.models.programs.Parameters;
import io.nyala.models.programs.StepPlan;
import io.nyala.models.programs.StepProgram;
import io.nyala.models.programs.Updater;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outcome of the runs of a {@link TrainStep}, shared by all input shapes: weight updates by its
 * optimizers, and metrics.
 */
final class StepOutcome {
  private static final String ITERATIONS = "iterations";
  private static final String RATES = "learning_rates";
  private static final String RUNNING = "running";
  private static final String METRICS = "metrics";

  private final TrainStep step;
  private final List<Optimizer> optimizers;
  private final List<Parameters> parameters = new ArrayList<>();
  private final List<String> logged;
  private final List<String> measured;
  private final List<Variable> averages;
  private final Holdings written;
  private final Updater updater;
  private final Meters meters;
  private float lastLoss = Float.NaN;

  /** Creates the outcome with the optimizers, weights and metrics of the first traced tape. */
  StepOutcome(TrainStep step, TrainTape tape) {
    this.step = step;
    optimizers = List.copyOf(tape.applied().keySet());
    logged = List.copyOf(tape.logs().keySet());
    measured = List.copyOf(tape.measures().keySet());
    averages = changedByLayers(tape);
    List<Variable> changed = new ArrayList<>(averages);
    tape.applied().values().forEach(g -> g.weights().forEach(w -> changed.add(w.variable())));
    written = Holdings.of(changed);
    written
        .gates()
        .changing(
            () -> tape.applied().forEach((o, g) -> parameters.add(new Parameters(g.weights(), o))));
    updater = new Updater(parameters, written.gates());
    List<Objective.Measure> measures = new ArrayList<>();
    tape.measures()
        .forEach((name, m) -> measures.add(new Objective.Measure(m.metric(), 0, true, name)));
    meters = new Meters(new Objective(logged, measures));
    meters.begin();
  }

  private static List<Variable> changedByLayers(TrainTape tape) {
    return tape.call.assignments().stream().map(Graph.Assignment::variable).toList();
  }

  // Compiling

  /** Returns the plan to compile for the shapes of a tape. */
  StepPlan plan(TrainTape tape) {
    requireSame(tape);
    List<Value> outputs = new ArrayList<>(List.of(tape.total()));
    outputs.addAll(tape.logs().values());
    List<StepPlan.Observed> observed = new ArrayList<>();
    for (TrainTape.Measured m : tape.measures().values()) {
      observed.add(StepPlan.Observed.adding(outputs, m.observed(), m.weight(), -1));
    }
    List<Graph.Assignment> assignments = new ArrayList<>();
    List<WeightGradients> gradients = List.copyOf(tape.applied().values());
    for (int i = 0; i < gradients.size(); i++) {
      assign(gradients.get(i), parameters.get(i), assignments);
    }
    assignments.addAll(tape.call.assignments());
    Graph graph = new Graph(tape.inputs(), outputs, assignments);
    return new StepPlan(graph, changedByLayers(tape), observed, 0);
  }

  private static void assign(
      WeightGradients gradients, Parameters parameters, List<Graph.Assignment> assignments) {
    List<Weight> weights = parameters.weights();
    for (int i = 0; i < weights.size(); i++) {
      assignments.add(parameters.assign(i, gradients.get(weights.get(i)), false));
    }
  }

  /** Throws if the function behaves differently for other shapes. */
  private void requireSame(TrainTape tape) {
    List<Optimizer> now = List.copyOf(tape.applied().keySet());
    if (!now.equals(optimizers)) {
      throw new IllegalStateException(
          ("%s: the function applies other optimizers than for the previous inputs; create them "
                  + "outside the function")
              .formatted(step));
    }
    for (int i = 0; i < now.size(); i++) {
      List<Weight> weights = tape.applied().get(now.get(i)).weights();
      require(weights.equals(parameters.get(i).weights()), "changes other weights");
    }
    require(averages.containsAll(changedByLayers(tape)), "changes other averages");
    require(logged.equals(List.copyOf(tape.logs().keySet())), "logs other names");
    require(measured.equals(List.copyOf(tape.measures().keySet())), "has other metrics");
  }

  private void require(boolean same, String what) {
    if (!same) {
      throw new IllegalStateException(
          ("%s: for these inputs the function %s than for the previous ones; it must do the same "
                  + "for all shapes")
              .formatted(step, what));
    }
  }

  // Running

  /** Returns all variables that a step updates. */
  Holdings written() {
    return written;
  }

  /** Prepares for training: another training run may have moved the weights. */
  void gather() {
    updater.gather();
  }

  /**
   * Runs a step and updates its metrics.
   *
   * @throws TrainingDivergedException if the loss is NaN or infinite; nothing is changed then
   */
  void update(StepProgram program, Training training) {
    long made = updater.updates();
    long draw = optimizers.isEmpty() ? made : optimizers.get(0).iterations();
    if (!updater.update(program, draw, training)) {
      double rate = optimizers.isEmpty() ? 0 : optimizers.get(0).learningRate();
      throw new TrainingDivergedException(
          step.toString(), 0, (int) made, program.loss(), lastLoss, rate);
    }
    lastLoss = program.loss();
    synchronized (meters) {
      meters.add(program);
    }
  }

  Map<String, Double> results() {
    synchronized (meters) {
      return meters.inOrder();
    }
  }

  void reset() {
    synchronized (meters) {
      meters.begin();
    }
  }

  List<Optimizer> optimizers() {
    return optimizers;
  }

  List<Weight> weights() {
    return parameters.stream().flatMap(p -> p.weights().stream()).toList();
  }

  Map<Weight, Tensor> gradients() {
    return updater.between(
        () -> {
          Map<Weight, Tensor> all = new LinkedHashMap<>();
          parameters.forEach(p -> all.putAll(p.copyGradients()));
          return all;
        });
  }

  // Keeping

  List<Variable> variables() {
    Set<Variable> all = new LinkedHashSet<>();
    weights().forEach(w -> all.add(w.variable()));
    all.addAll(averages);
    optimizers.forEach(o -> all.addAll(o.variables()));
    return List.copyOf(all);
  }

  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(ITERATIONS, optimizers.stream().map(Optimizer::iterations).toList());
    state.put(RATES, optimizers.stream().map(StepOutcome::rate).toList());
    synchronized (meters) {
      state.put(RUNNING, meters.running());
      state.put(METRICS, meters.metricStates());
    }
    return state;
  }

  /** Returns the learning rate, or 0 for a schedule, which computes its own. */
  private static double rate(Optimizer optimizer) {
    return optimizer.schedule() == null ? optimizer.learningRate() : 0;
  }

  void restore(Map<String, Object> state) {
    List<Double> iterations = numbers(state.get(ITERATIONS));
    List<Double> rates = numbers(state.get(RATES));
    List<Double> running = numbers(state.get(RUNNING));
    List<List<Double>> metrics = new ArrayList<>();
    if (state.get(METRICS) instanceof List<?> all) {
      all.forEach(m -> metrics.add(m == null ? null : numbers(m)));
    }
    if (iterations.size() != optimizers.size() || rates.size() != optimizers.size()) {
      throw new IllegalArgumentException(
          ("%s: the state belongs to a step with %d optimizers, this one has %d; start over in "
                  + "another folder")
              .formatted(step, iterations.size(), optimizers.size()));
    }
    synchronized (meters) {
      meters.check(running, metrics);
      for (int i = 0; i < optimizers.size(); i++) {
        optimizers.get(i).iterations(Math.round(iterations.get(i)));
        if (optimizers.get(i).schedule() == null) {
          optimizers.get(i).learningRate(rates.get(i));
        }
      }
      meters.restore(running, metrics);
    }
  }

  private static List<Double> numbers(Object list) {
    List<Double> all = new ArrayList<>();
    if (list instanceof List<?> some) {
      some.forEach(n -> all.add(n instanceof Number number ? number.doubleValue() : Double.NaN));
    }
    return all;
  }
}
