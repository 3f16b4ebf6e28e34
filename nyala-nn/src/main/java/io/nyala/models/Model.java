// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.BatchSource;
import io.nyala.doctor.Diagnosis;
import io.nyala.doctor.Examination;
import io.nyala.layers.base.Weight;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.losses.Loss;
import io.nyala.losses.Measure;
import io.nyala.models.core.Inputs;
import io.nyala.models.core.States;
import io.nyala.models.core.Tracing;
import io.nyala.models.core.Training;
import io.nyala.models.graph.Summary;
import io.nyala.models.programs.Checkup;
import io.nyala.models.training.TrainingMemory;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A network with methods for training, evaluation and prediction. A model is itself a layer, so
 * models can be nested.
 *
 * <p>Create a model with {@link Sequential#of}, with {@link #of(Value, Value)} from symbolic
 * values, or by subclassing: add the layers in the constructor and override {@code call}.
 *
 * <p>Prediction and evaluation change nothing except the states of stateful recurrent layers.
 * {@code predict}, {@code evaluate} and {@code getWeights} are thread-safe, even while another
 * thread trains the model: each call sees a consistent snapshot of the weights between two steps
 * and keeps its own metrics. Calls on a model with stateful layers run one at a time. Only one
 * thread may train at a time; meanwhile {@code fit}, {@code compile}, {@code setWeights} and other
 * calls that change the model throw if made from another thread.
 */
public abstract class Model extends Network {
  private volatile DataParallel distribution;
  private volatile Compilation compilation;
  private volatile FitRun fitRun;

  /** Creates a model whose layers are added by the subclass. */
  protected Model() {}

  /** Returns a model from a symbolic input to a symbolic output. */
  public static Model of(Value input, Value output) {
    return of(Collections.singletonList(input), Collections.singletonList(output));
  }

  /**
   * Returns a model from symbolic inputs to symbolic outputs.
   *
   * @throws IllegalArgumentException if the outputs depend on an input that is not in {@code
   *     inputs}, or an input is unused
   */
  public static Model of(List<Value> inputs, List<Value> outputs) {
    return new Functional(inputs, outputs);
  }

  /**
   * Returns a table of the layers, their output shapes and parameter counts, in Keras's format. It
   * ends with a note if layers were frozen or unfrozen after the model was compiled.
   */
  public final String summary() {
    List<Shape> shapes = this instanceof Sequential s ? s.shapes() : List.of();
    String changed = compilation().changedFlags();
    return new Summary(this, layers(), shapes, optimizer())
        + (changed.isEmpty() ? "" : " Note: " + changed + "\n");
  }

  /**
   * Returns the architecture in Keras's configuration format, with values that any JSON writer
   * accepts. Read it back with Keras's {@code model_from_json} or with {@link
   * ModelConfigs#fromConfig}.
   *
   * @throws IllegalArgumentException if an operation between layers has no equivalent in Keras
   */
  public final Map<String, Object> toConfig() {
    return ModelConfigs.toConfig(this);
  }

  @Override
  protected final Map<String, Object> form() {
    return toConfig();
  }

  /**
   * Sets the seed of all random operations: reinitializes all weights and restarts the random
   * streams of shuffling and dropout. The default seed is 0, so runs are reproducible by default.
   * The optimizer state is kept; compile again to reset it.
   */
  public Model seed(long newSeed) {
    Training.refuse(core(), "seed", false);
    core().seed(newSeed, iterations());
    compilation().forgetPrograms();
    return this;
  }

  /**
   * Distributes each training and evaluation step over several workers; null, the default, for
   * none. Weights, optimizer and seed are unchanged.
   *
   * @throws IllegalArgumentException if a layer is stateful, because its rows must stay together
   */
  public final Model distribute(DataParallel how) {
    Training.refuse(core(), "distribute", false);
    List<Recurrent<?>> stateful = States.of(this);
    if (how != null && !stateful.isEmpty()) {
      throw new IllegalArgumentException(
          ("%s cannot be distributed: %s keeps the states of the sequences of a batch, which would "
                  + "be split into %d shards")
              .formatted(this, stateful.get(0), how.shards()));
    }
    this.distribution = how;
    compilation().forgetPrograms();
    return this;
  }

  /** Returns the distribution over workers, or null. */
  public final DataParallel distribution() {
    return distribution;
  }

  /**
   * Writes all weights to a file; an existing file is replaced atomically. The file extension
   * selects the format: {@code .npz} (also used without an extension) for a NumPy archive; with the
   * module {@code io.nyala.io} also {@code .weights.h5} and {@code .safetensors}.
   *
   * @throws IllegalArgumentException if no available module writes this format, or it is a format
   *     for whole models
   * @throws io.nyala.saving.WeightsException if a NumPy archive cannot be written; see {@code
   *     ModelFiles} for the exceptions of other formats
   */
  public final void saveWeights(Path file) {
    Arguments.given("file", file);
    ModelStore store = ModelStore.of(file.toString());
    if (store.has(file.toString()) && !store.holdsWeights(file.toString())) {
      throw new IllegalArgumentException(
          ("%s is the name of a model file: use ModelFiles.save, or for weights a name that ends "
                  + "in %s")
              .formatted(file, String.join(" or ", store.weightEndings())));
    }
    store.saveWeights(this, file);
  }

  /**
   * Reads all weights from a file written by {@link #saveWeights}; changes nothing unless all
   * weights match.
   *
   * @throws io.nyala.saving.WeightsException if a NumPy archive cannot be read; see {@code
   *     ModelFiles} for the exceptions of other formats
   * @throws IllegalArgumentException if a weight is missing or has another shape, or no available
   *     module reads this format
   */
  public final void loadWeights(Path file) {
    Arguments.given("file", file);
    ModelStore.toRead(file.toString()).loadWeights(this, file);
  }

  // Compilation

  /**
   * Configures the model for training. Call it before {@link #fit}, and again after freezing or
   * unfreezing layers. The layers that are frozen now stay frozen for this model until the next
   * call, even if another model that shares them changes that; {@code fit} and {@link #summary}
   * warn if the flags differ.
   */
  public final Model compile(Optimizer optimizer, Loss loss, Measure... metrics) {
    return compile(Compile.with(optimizer).loss(loss).metrics(metrics));
  }

  /** Configures the model for training, with settings for each output. */
  public final Model compile(Compile settings) {
    Arguments.given("settings", settings);
    Training.refuse(core(), "compile", false);
    boolean first = optimizer() == null;
    long drawn = core().draws(iterations());
    compilation = Tracing.alone(() -> new Compilation(this, settings));
    if (!first) {
      core().position(core().position().withDraws(drawn - iterations()));
    }
    return this;
  }

  private long iterations() {
    return optimizer() == null ? 0 : optimizer().iterations();
  }

  @Override
  final void forgetPrograms() {
    compilation().forgetPrograms();
  }

  final Compilation compilation() {
    Compilation made = compilation;
    return made != null ? made : new Compilation(this, null);
  }

  /**
   * Returns the memory used by the largest training step so far.
   *
   * @throws IllegalStateException before the first step
   */
  public final TrainingMemory trainingMemory() {
    Trainer trainer = compilation().trainer();
    TrainingMemory memory = trainer == null ? null : trainer.memory();
    if (memory == null) {
      throw new IllegalStateException(
          this + " was not trained yet; the memory depends on the batch size");
    }
    return memory;
  }

  /** Returns the optimizer, or null before {@link #compile}. */
  public final Optimizer optimizer() {
    Compile settings = compileSettings();
    return settings == null ? null : settings.optimizer();
  }

  /**
   * Returns copies of the gradients of the latest training step, after clipping; empty before the
   * model is compiled and built, zeros before the first step.
   */
  public final Map<Weight, Tensor> gradients() {
    Trainer trainer = compilation().trainer();
    return trainer == null ? Map.of() : trainer.gradients();
  }

  /**
   * Returns the weights that training updates, that is those not frozen when the model was
   * compiled, in the order of the optimizer's variables; empty before the model is compiled and
   * built.
   */
  public final List<Weight> trainedWeights() {
    Trainer trainer = compilation().trainer();
    return trainer == null ? List.of() : trainer.parameters().weights();
  }

  /** Returns the settings passed to {@link #compile}, or null. */
  final Compile compileSettings() {
    return compilation().settings();
  }

  /**
   * Returns whether larger values of a logged metric are better, with or without the prefix {@code
   * val_}; null if nothing is logged under that name.
   */
  public final Boolean largerIsBetter(String logName) {
    return compilation().largerIsBetter(logName);
  }

  // Training

  /**
   * Checks model, loss and data for problems that can be found without training; the result is
   * empty if none are found. Runs some rows and changes nothing. {@code callbacks.Doctor} also
   * monitors training.
   *
   * @throws IllegalStateException before {@link #compile}
   */
  public final Diagnosis check(Tensor x, Tensor y) {
    return examine(Inputs.one("x", x), Inputs.one("y", y)).diagnose();
  }

  /** Returns the measurements for the doctor; {@link #check} evaluates them. */
  public final Examination examine(List<Tensor> x, List<Tensor> y) {
    Trainer t = compilation().trainerFor(x, "check");
    return new Checkup(core(), Model.class::isInstance, t.objective(), t.parameters())
        .examine(x, y);
  }

  /** Trains for one epoch with a batch size of 32. */
  public final History fit(Tensor x, Tensor y) {
    return fit(x, y, FitOptions.fit());
  }

  /** Trains on inputs {@code (rows, ...)} and targets {@code (rows, ...)}. */
  public final History fit(Tensor x, Tensor y, FitOptions options) {
    return fit(Inputs.one("x", x), Inputs.one("y", y), options);
  }

  /**
   * Trains with several inputs or outputs.
   *
   * @throws IllegalStateException before {@link #compile}
   * @throws IllegalArgumentException if the data do not match the model or contain NaN
   * @throws TrainingDivergedException if the loss becomes NaN or infinite
   * @throws RunInterruptedException if the thread is interrupted, after the current step
   */
  public final History fit(List<Tensor> x, List<Tensor> y, FitOptions options) {
    return new Fitting(this, compilation().trainerFor(x, "fit")).fit(x, y, options);
  }

  /** Trains for one epoch, a single pass over a batch source. */
  public final History fit(BatchSource data) {
    return fit(data, FitOptions.fit());
  }

  /**
   * Trains on a batch source. An epoch is one pass over it, or the number of steps set in the
   * options.
   *
   * @throws IllegalStateException before {@link #compile}
   * @throws IllegalArgumentException if a batch does not match the model or contains NaN, or an
   *     option applies only to tensors
   * @throws TrainingDivergedException if the loss becomes NaN or infinite
   * @throws RunInterruptedException if the thread is interrupted, after the current step
   */
  public final History fit(BatchSource data, FitOptions options) {
    return new Fitting(this, compilation().trainerFor(data, "fit")).fit(data, options);
  }

  /** Requests training to stop after the current epoch; for callbacks. */
  public final void stopTraining() {
    FitRun run = fitRun;
    if (run != null) {
      run.stop();
    }
  }

  final boolean isToStop() {
    return fitRun != null && fitRun.isToStop();
  }

  /** Records the running call of fit, or null; returns the enclosing one. */
  final FitRun enterFit(FitRun run) {
    FitRun outer = fitRun;
    fitRun = run;
    return outer;
  }

  /** Makes one update on a single batch and returns its loss and metrics from before the update. */
  public final Evaluation trainOnBatch(Tensor x, Tensor y) {
    return trainOnBatch(Inputs.one("x", x), Inputs.one("y", y), List.of());
  }

  /** Makes one update on a single batch, with sample weights for each output or none. */
  public final Evaluation trainOnBatch(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
    Trainer t = compilation().trainerFor(x, "trainOnBatch");
    return new Evaluation(t.trainOnBatch(new Fitting(this, t).rows("", x, y, sampleWeights, null)));
  }

  // Evaluation

  /** Returns the loss and metrics, computed with a batch size of 32. */
  public final Evaluation evaluate(Tensor x, Tensor y) {
    return evaluate(x, y, EvaluateOptions.evaluate());
  }

  /** Returns the loss and metrics. */
  public final Evaluation evaluate(Tensor x, Tensor y, EvaluateOptions options) {
    return evaluate(Inputs.one("x", x), Inputs.one("y", y), options);
  }

  /** Returns the loss and metrics. */
  public final Evaluation evaluate(List<Tensor> x, List<Tensor> y, EvaluateOptions options) {
    return new Evaluation(
        new Fitting(this, compilation().trainerFor(x, "evaluate")).evaluate(x, y, options));
  }

  /** Returns the loss and metrics of one pass over a batch source. */
  public final Evaluation evaluate(BatchSource data) {
    return evaluate(data, EvaluateOptions.evaluate());
  }

  /**
   * Returns the loss and metrics of a batch source: one pass, or the number of steps in the
   * options.
   */
  public final Evaluation evaluate(BatchSource data, EvaluateOptions options) {
    return new Evaluation(
        new Fitting(this, compilation().trainerFor(data, "evaluate")).evaluate(data, options));
  }

  /** Returns the loss and metrics of a single batch. */
  public final Evaluation testOnBatch(Tensor x, Tensor y) {
    return testOnBatch(Inputs.one("x", x), Inputs.one("y", y), List.of());
  }

  /**
   * Returns the loss and metrics of a single batch, with sample weights for each output or none.
   */
  public final Evaluation testOnBatch(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
    int rows = Inputs.rows(x);
    return evaluate(x, y, EvaluateOptions.evaluate().batchSize(rows).sampleWeights(sampleWeights));
  }
}
