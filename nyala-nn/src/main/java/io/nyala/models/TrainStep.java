// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.graph.FoldIntoConvolutions;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.models.core.Engines;
import io.nyala.models.core.Holdings;
import io.nyala.models.core.Tracing;
import io.nyala.models.core.TrainableState;
import io.nyala.models.core.Training;
import io.nyala.models.programs.BatchSpec;
import io.nyala.models.programs.ExecutionPool;
import io.nyala.models.programs.ProgramCache;
import io.nyala.models.programs.StepPlan;
import io.nyala.models.programs.StepProgram;
import io.nyala.models.training.Checkpointer;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.plan.Program;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A custom training step, like Keras's {@code train_step}: any losses, any number of models and
 * optimizers, and access to gradients as values. It is compiled and runs as fast as {@code fit}:
 *
 * <pre>{@code
 * TrainStep step =
 *     TrainStep.of(
 *         List.of("x", "y"),
 *         tape -> {
 *           Value predicted = tape.call(model, tape.input("x"));
 *           Value loss = tape.loss(meanSquaredError(), tape.input("y"), predicted);
 *           tape.apply(adam, tape.gradients(loss, model).clipByGlobalNorm(1));
 *         });
 * for (int i = 0; i < steps; i++) {
 *   step.run(x.rows(32 * i, 32 * i + 32), y.rows(32 * i, 32 * i + 32));
 * }
 * double loss = step.results().loss();
 * }</pre>
 *
 * <p>The function is traced once for each combination of input shapes; create optimizers and
 * metrics outside it. All gradients refer to the weights before the step. If one update must see
 * the result of another, as with a generator and a discriminator, use two steps.
 *
 * <p>A run trains all models whose weights it updates: meanwhile other threads may predict with and
 * evaluate these models, and never see a partial update, but may not train them. A step whose loss
 * is NaN or infinite changes nothing. Inputs are not checked for NaN.
 */
public final class TrainStep {
  private static final int KINDS = 16;

  private final List<String> names;
  private final Consumer<TrainTape> body;
  private final Map<Layer, TrainableState> states = new IdentityHashMap<>();
  private final Set<Variable> held = new LinkedHashSet<>(); // written only during tracing
  private final ProgramCache<List<Type>, Compiled> programs =
      new ProgramCache<>(KINDS, this::compile, compiled -> compiled.pool().clear());
  private long seed;
  private volatile Holdings reads;
  private volatile StepOutcome outcome; // null before the first program
  private volatile Compiled latest;
  private Training earlier; // the latest, to be used again by the same thread

  /** The compiled steps for one combination of input types. */
  private record Compiled(Type[] types, ExecutionPool<StepProgram> pool) {
    private boolean fits(Tensor[] x) {
      for (int i = 0; i < x.length; i++) {
        if (x[i].dtype() != types[i].dtype() || !x[i].shape().equals(types[i].shape())) {
          return false;
        }
      }
      return true;
    }
  }

  private TrainStep(List<String> names, Consumer<TrainTape> body) {
    this.names = List.copyOf(names);
    this.body = body;
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(
          "the inputs of a train step must have different names, got " + names);
    }
  }

  /**
   * Returns a step defined by a function.
   *
   * @param inputs the names of the inputs of each run
   * @throws IllegalArgumentException if two inputs have the same name
   */
  public static TrainStep of(List<String> inputs, Consumer<TrainTape> body) {
    return new TrainStep(Arguments.allGiven("inputs", inputs), Arguments.given("body", body));
  }

  /**
   * Sets the seed of dropout and other random layers; default 0. Draws differ from step to step,
   * depending on the step count of the optimizer.
   *
   * @throws IllegalStateException after the first run
   */
  public TrainStep seed(long newSeed) {
    if (outcome != null) {
      throw new IllegalStateException(this + " is already compiled; set the seed before");
    }
    seed = newSeed;
    return this;
  }

  // Running

  /**
   * Runs one step.
   *
   * @param inputs in the order of the names; floats are read in place
   * @throws TrainingDivergedException if the loss is NaN or infinite; nothing is changed then
   * @throws IllegalStateException if another thread is training one of the models
   */
  public void run(Tensor... inputs) {
    check(inputs);
    Compiled compiled = compiledFor(inputs);
    try (Training training = begin()) {
      outcome.gather();
      step(compiled, inputs, training);
    }
  }

  /**
   * Runs one step.
   *
   * @param inputs by name; floats are read in place
   * @throws IllegalArgumentException if an input is missing or a name is unknown
   * @throws TrainingDivergedException if the loss is NaN or infinite; nothing is changed then
   * @throws IllegalStateException if another thread is training one of the models
   */
  public void run(Map<String, Tensor> inputs) {
    run(Computation.inOrder(this, names, inputs).toArray(Tensor[]::new));
  }

  /**
   * Runs one step for each batch of a pass over the data; the inputs of the step are the inputs,
   * targets and sample weights of the batch, in this order.
   *
   * @param pass the number of the pass, counted from 0
   * @return losses and metrics of this pass
   * @throws RunInterruptedException if the thread is interrupted, after the current step
   */
  public Evaluation run(BatchSource data, long pass) {
    Arguments.given("data", data);
    reset();
    int done = 0;
    try (BatchSource.Pass batches = data.open(pass)) {
      Batch batch = batches.next();
      if (batch == null) {
        throw new IllegalArgumentException("the data are empty");
      }
      prepare(inputs(batch));
      try (Training training = begin()) {
        outcome.gather();
        for (; batch != null; batch = batches.next(), done++) {
          RunInterruptedException.check(this, "run", done);
          Tensor[] x = inputs(batch);
          step(compiledFor(x), x, training);
        }
      }
    } catch (RuntimeException e) {
      throw RunInterruptedException.or(e, this, "run", done);
    }
    return results();
  }

  private Tensor[] inputs(Batch batch) {
    List<Tensor> all = new ArrayList<>(batch.x());
    all.addAll(batch.y());
    all.addAll(batch.sampleWeights());
    Computation.requireCount(this, names, all.size());
    return all.toArray(Tensor[]::new);
  }

  /**
   * Compiles the step for inputs of these types, so that its variables and optimizers are known.
   */
  public TrainStep prepare(Tensor... inputs) {
    check(inputs);
    compiledFor(inputs);
    return this;
  }

  private void check(Tensor... inputs) {
    Arguments.given("inputs", inputs);
    Computation.requireCount(this, names, inputs.length);
    for (int i = 0; i < inputs.length; i++) {
      Arguments.given(names.get(i), inputs[i]);
    }
  }

  private Compiled compiledFor(Tensor... inputs) {
    Compiled known = latest;
    if (known == null || !known.fits(inputs)) {
      List<Type> types = new ArrayList<>();
      for (Tensor t : inputs) {
        types.add(new Type(t.shape(), t.dtype()));
      }
      known = programs.get(types);
      latest = known;
    }
    return known;
  }

  private Training begin() {
    Training known = earlier;
    Training next =
        known == null ? Training.begin(this, () -> reads, "run", outcome.written()) : known.again();
    earlier = next;
    return next;
  }

  private void step(Compiled compiled, Tensor[] inputs, Training training) {
    StepProgram step = compiled.pool().take();
    try {
      step.load(inputs);
      outcome.update(step, training);
    } finally {
      compiled.pool().giveBack(step);
    }
  }

  // What came of it

  /**
   * Returns the means of the losses and logged values, weighted by the rows of each step, and the
   * metrics, since the start or the last {@link #reset}; NaN before the first step. The value
   * {@code loss} is the sum of all losses whose gradients were taken.
   */
  public Evaluation results() {
    return new Evaluation(outcome == null ? Map.of() : outcome.results());
  }

  /** Resets {@link #results}. */
  public void reset() {
    if (outcome != null) {
      outcome.reset();
    }
  }

  /** Returns the weights that the step updates, in order; empty before it is compiled. */
  public List<Weight> trainedWeights() {
    return outcome == null ? List.of() : outcome.weights();
  }

  /**
   * Returns copies of the gradients that the latest step passed to its optimizers; zeros before the
   * first step, empty before the step is compiled.
   */
  public Map<Weight, Tensor> gradients() {
    return outcome == null ? Map.of() : outcome.gradients();
  }

  /** Returns the optimizers, in the order in which the function applies them. */
  public List<Optimizer> optimizers() {
    return outcome == null ? List.of() : outcome.optimizers();
  }

  // Keeping

  /**
   * Returns all variables that the step updates, in a fixed order: weights, moving averages and
   * optimizer variables. They are views of the live values; a {@link Checkpointer} reads and writes
   * them.
   *
   * @throws IllegalStateException before the step is compiled, by {@link #prepare} or a run
   */
  public List<Variable> variables() {
    return compiled().variables();
  }

  /**
   * Returns the remaining training state for a checkpoint: counters, learning rates, and the
   * accumulators of {@link #results}. Numbers and lists of numbers, by name.
   *
   * @throws IllegalStateException before the step is compiled, by {@link #prepare} or a run
   */
  public Map<String, Object> state() {
    return compiled().state();
  }

  /**
   * Restores a state returned by {@link #state}.
   *
   * @throws IllegalArgumentException if it belongs to another step; nothing is changed then
   * @throws IllegalStateException before the step is compiled, by {@link #prepare} or a run
   */
  public void restore(Map<String, Object> state) {
    compiled().restore(Arguments.given("state", state));
  }

  private StepOutcome compiled() {
    if (outcome == null) {
      throw new IllegalStateException(
          this + " is not compiled yet, so its optimizers have no variables; call prepare first");
    }
    return outcome;
  }

  // Compiling

  private Compiled compile(List<Type> types) {
    return Tracing.alone(() -> traced(types));
  }

  private Compiled traced(List<Type> types) {
    TrainTape tape = new TrainTape(toString(), names, types, seed, states);
    body.accept(tape);
    if (outcome == null) {
      outcome = new StepOutcome(this, tape);
    }
    StepPlan plan = outcome.plan(tape);
    List<Value> ends = new ArrayList<>(plan.graph().outputs());
    plan.graph().assignments().forEach(a -> ends.add(a.value()));
    held.addAll(tape.variables(ends));
    held.addAll(outcome.written().variables());
    reads = Holdings.of(held);
    return new Compiled(types.toArray(Type[]::new), pool(types, plan));
  }

  private ExecutionPool<StepProgram> pool(List<Type> types, StepPlan plan) {
    boolean byRow = !types.isEmpty() && types.get(0).shape().rank() > 0;
    int rows = byRow ? types.get(0).shape().dim(0) : 1;
    BatchSpec spec = new BatchSpec(rows, List.of(), List.of(), List.of());
    Program program = Engines.engine().compile(FoldIntoConvolutions.apply(plan.graph()));
    return new ExecutionPool<>(
        program.bufferBytes(), false, () -> false, () -> new StepProgram(plan, spec, program));
  }

  @Override
  public String toString() {
    return "train step of " + names;
  }
}
