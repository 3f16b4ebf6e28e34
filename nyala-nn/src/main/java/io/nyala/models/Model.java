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
 * A network that can be trained, evaluated and asked; itself a layer, so models nest.
 *
 * <p>Made by {@link Sequential#of}, by {@link #of(Value, Value)} from symbolic values, or by a
 * subclass that adds its layers in the constructor and overrides {@code call}.
 *
 * <p>Prediction and evaluation are inference: they change nothing but the states of stateful
 * recurrent layers. Any number of threads may call {@code predict}, {@code evaluate} and {@code
 * getWeights} at any time, also while one thread trains: each call sees the weights as they were at
 * one moment between two steps, and what it measures is its own. Calls on a model with stateful
 * layers take turns. One thread at a time may train; {@code fit}, {@code compile}, {@code
 * setWeights} and whatever else changes a model is refused meanwhile if another thread calls it.
 */
public abstract class Model extends Network {
  private volatile DataParallel distribution;
  private volatile Compilation compilation;
  private volatile FitRun fitRun;

  /** Creates a model whose layers are added by the subclass. */
  protected Model() {}

  /** Makes a model of everything that lies between two symbolic values. */
  public static Model of(Value input, Value output) {
    return of(Collections.singletonList(input), Collections.singletonList(output));
  }

  /**
   * Makes a model of everything that lies between symbolic values.
   *
   * @throws IllegalArgumentException if the outputs need an input that is not among {@code inputs},
   *     or an input leads to no output
   */
  public static Model of(List<Value> inputs, List<Value> outputs) {
    return new Functional(inputs, outputs);
  }

  /** Returns Keras's table of the layers with the numbers of their parameters. */
  public final String summary() {
    List<Shape> shapes = this instanceof Sequential s ? s.shapes() : List.of();
    return new Summary(this, layers(), shapes, optimizer()).toString();
  }

  /**
   * Returns the architecture in Keras's form, values as any JSON writer takes them; Keras's {@code
   * model_from_json} reads what is written from it, and {@link ModelConfigs#fromConfig} here.
   *
   * @throws IllegalArgumentException if an operation between layers has no form in Keras
   */
  public final Map<String, Object> toConfig() {
    return ModelConfigs.toConfig(this);
  }

  @Override
  protected final Map<String, Object> form() {
    return toConfig();
  }

  /**
   * Sets the seed of everything random: draws all weights anew, and gives keys to shuffling and
   * dropout, which begin anew too. Without it the seed is 0, so that everything repeats by default.
   * What an optimizer has gathered stays; compile again to begin anew with that too.
   */
  public Model seed(long newSeed) {
    Training.refuse(core(), "seed", false);
    core().seed(newSeed, iterations());
    compilation().forgetPrograms();
    return this;
  }

  /**
   * Spreads each step of training and evaluation over several workers; null for none, as at first.
   * Weights, optimizer and seed stay as they are.
   *
   * @throws IllegalArgumentException if layers keep states from batch to batch: their rows must
   *     stay together
   */
  public final Model distribute(DataParallel how) {
    Training.refuse(core(), "distribute", false);
    List<Recurrent<?>> stateful = States.of(this);
    if (how != null && !stateful.isEmpty()) {
      throw new IllegalArgumentException(
          "%s cannot be distributed: %s keeps the states of a batch's sequences, and a batch would be cut into %d shards"
              .formatted(this, stateful.get(0), how.shards()));
    }
    this.distribution = how;
    compilation().forgetPrograms();
    return this;
  }

  /** Returns how steps are spread over workers, or null. */
  public final DataParallel distribution() {
    return distribution;
  }

  /**
   * Writes all weights, replacing an older file at once. The ending says in which form: {@code
   * .npz}, as a name without ending, for an archive of NumPy's; with the module {@code io.nyala.io}
   * also {@code .weights.h5} and {@code .safetensors}.
   *
   * @throws IllegalArgumentException if nothing that is there writes such files, or it is the name
   *     of a whole model
   * @throws io.nyala.saving.WeightsException if an archive of NumPy's cannot be written; {@code
   *     ModelFiles} says what the others throw
   */
  public final void saveWeights(Path file) {
    Arguments.given("file", file);
    ModelStore store = ModelStore.of(file.toString());
    if (store.has(file.toString()) && !store.holdsWeights(file.toString())) {
      throw new IllegalArgumentException(
          "%s is a name for a whole model: use ModelFiles.save, or for weights alone one that ends in %s"
              .formatted(file, String.join(" or ", store.weightEndings())));
    }
    store.saveWeights(this, file);
  }

  /**
   * Reads all weights from a file of those that {@link #saveWeights} writes; changes nothing unless
   * all fit.
   *
   * @throws io.nyala.saving.WeightsException if an archive of NumPy's cannot be read; {@code
   *     ModelFiles} says what the others throw
   * @throws IllegalArgumentException if a weight is missing or has another shape, or nothing that
   *     is there reads such files
   */
  public final void loadWeights(Path file) {
    Arguments.given("file", file);
    ModelStore.toRead(file.toString()).loadWeights(this, file);
  }

  // Compilation

  /**
   * Says how to train: to be called before {@link #fit}, and again after layers were frozen or
   * freed. Which layers are frozen now is what counts for this model until then, even if another
   * model that shares them freezes or frees them.
   */
  public final Model compile(Optimizer optimizer, Loss loss, Measure... metrics) {
    return compile(Compile.with(optimizer).loss(loss).metrics(metrics));
  }

  /** Says how to train, with settings for each output. */
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
   * Returns what the largest step of training so far keeps in memory.
   *
   * @throws IllegalStateException before the first step
   */
  public final TrainingMemory trainingMemory() {
    Trainer trainer = compilation().trainer();
    TrainingMemory memory = trainer == null ? null : trainer.memory();
    if (memory == null) {
      throw new IllegalStateException(
          this + " was not trained yet; the size of its batch decides on the memory");
    }
    return memory;
  }

  /** Returns the optimizer, or null before {@link #compile}. */
  public final Optimizer optimizer() {
    Compile settings = compileSettings();
    return settings == null ? null : settings.optimizer();
  }

  /**
   * Returns copies of the gradients that the latest step of training left, after clipping; empty
   * before the model was compiled and its weights made, zeros before the first step.
   */
  public final Map<Weight, Tensor> gradients() {
    Trainer trainer = compilation().trainer();
    return trainer == null ? Map.of() : trainer.gradients();
  }

  /**
   * Returns the weights that training changes, as they were not frozen when the model was compiled,
   * in the order of the optimizer's variables; empty before it was compiled and its weights made.
   */
  public final List<Weight> trainedWeights() {
    Trainer trainer = compilation().trainer();
    return trainer == null ? List.of() : trainer.parameters().weights();
  }

  /** Returns what was given to {@link #compile}, or null. */
  final Compile compileSettings() {
    return compilation().settings();
  }

  /**
   * Tells whether larger values are better of something that is logged, with or without {@code
   * val_}; null if nothing is logged under that name.
   */
  public final Boolean largerIsBetter(String logName) {
    return compilation().largerIsBetter(logName);
  }

  // Training

  /**
   * Looks for what is wrong with model, loss and data, as far as it shows without training; quiet
   * when all is well. Runs some rows and changes nothing. {@code callbacks.Doctor} watches training
   * too.
   *
   * @throws IllegalStateException before {@link #compile}
   */
  public final Diagnosis check(Tensor x, Tensor y) {
    return examine(Inputs.one("x", x), Inputs.one("y", y)).diagnose();
  }

  /** Returns what the doctor wants to know; {@link #check} judges it. */
  public final Examination examine(List<Tensor> x, List<Tensor> y) {
    Trainer t = compilation().trainerFor(x, "check");
    return new Checkup(core(), Model.class::isInstance, t.objective(), t.parameters())
        .examine(x, y);
  }

  /** Trains one epoch in batches of 32. */
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
   * @throws IllegalArgumentException if the data do not fit the model or have NaN in them
   * @throws TrainingDivergedException if the loss becomes NaN or infinite
   * @throws RunInterruptedException if the thread is interrupted, after the present step
   */
  public final History fit(List<Tensor> x, List<Tensor> y, FitOptions options) {
    return new Fitting(this, compilation().trainerFor(x, "fit")).fit(x, y, options);
  }

  /** Trains one epoch, a pass over data that come batch by batch. */
  public final History fit(BatchSource data) {
    return fit(data, FitOptions.fit());
  }

  /**
   * Trains with data that come batch by batch. An epoch is a pass over them, or as many steps as
   * the options say.
   *
   * @throws IllegalStateException before {@link #compile}
   * @throws IllegalArgumentException if a batch does not fit the model or has NaN in it, or the
   *     options ask for what only tensors have
   * @throws TrainingDivergedException if the loss becomes NaN or infinite
   * @throws RunInterruptedException if the thread is interrupted, after the present step
   */
  public final History fit(BatchSource data, FitOptions options) {
    return new Fitting(this, compilation().trainerFor(data, "fit")).fit(data, options);
  }

  /** Asks training to end after the present epoch; for callbacks. */
  public final void stopTraining() {
    FitRun run = fitRun;
    if (run != null) {
      run.stop();
    }
  }

  final boolean isToStop() {
    return fitRun != null && fitRun.isToStop();
  }

  /** Notes the call of fit that is under way, or null; returns the one around it. */
  final FitRun enterFit(FitRun run) {
    FitRun outer = fitRun;
    fitRun = run;
    return outer;
  }

  /** Makes one update with these rows and returns their losses and metrics from before it. */
  public final Evaluation trainOnBatch(Tensor x, Tensor y) {
    return trainOnBatch(Inputs.one("x", x), Inputs.one("y", y), List.of());
  }

  /** Makes one update with these rows; sample weights for each output or none. */
  public final Evaluation trainOnBatch(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
    Trainer t = compilation().trainerFor(x, "trainOnBatch");
    return new Evaluation(t.trainOnBatch(new Fitting(this, t).rows("", x, y, sampleWeights, null)));
  }

  // Evaluation

  /** Returns loss and metrics of these rows, in batches of 32. */
  public final Evaluation evaluate(Tensor x, Tensor y) {
    return evaluate(x, y, EvaluateOptions.evaluate());
  }

  /** Returns loss and metrics of these rows. */
  public final Evaluation evaluate(Tensor x, Tensor y, EvaluateOptions options) {
    return evaluate(Inputs.one("x", x), Inputs.one("y", y), options);
  }

  /** Returns loss and metrics of these rows. */
  public final Evaluation evaluate(List<Tensor> x, List<Tensor> y, EvaluateOptions options) {
    return new Evaluation(
        new Fitting(this, compilation().trainerFor(x, "evaluate")).evaluate(x, y, options));
  }

  /** Returns loss and metrics of one pass over data that come batch by batch. */
  public final Evaluation evaluate(BatchSource data) {
    return evaluate(data, EvaluateOptions.evaluate());
  }

  /** Returns loss and metrics of data that come batch by batch: a pass, or fewer steps. */
  public final Evaluation evaluate(BatchSource data, EvaluateOptions options) {
    return new Evaluation(
        new Fitting(this, compilation().trainerFor(data, "evaluate")).evaluate(data, options));
  }

  /** Returns loss and metrics of these rows as one batch. */
  public final Evaluation testOnBatch(Tensor x, Tensor y) {
    return testOnBatch(Inputs.one("x", x), Inputs.one("y", y), List.of());
  }

  /** Returns loss and metrics of these rows as one batch; sample weights for outputs or none. */
  public final Evaluation testOnBatch(List<Tensor> x, List<Tensor> y, List<Tensor> sampleWeights) {
    int rows = Inputs.rows(x);
    return evaluate(x, y, EvaluateOptions.evaluate().batchSize(rows).sampleWeights(sampleWeights));
  }
}
