// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Something that is told of the progress of training, evaluation or prediction and may take part in
 * it. Override the hooks that matter; hooks for single batches cost nothing where no callback has
 * them.
 *
 * <p>The logs of a batch are a view of the running means that changes with the next batch: copy
 * what must last. The logs of an epoch may be written to, and what is put there is recorded in the
 * {@link History}.
 */
public abstract class Callback {
  private Model model;
  private Run run;

  /** Creates a callback; a callback may serve several runs, one after the other. */
  protected Callback() {}

  /**
   * What is known of a run before it begins.
   *
   * @param epochs the number of the last epoch, 1 where there are none
   * @param steps batches in an epoch; -1 in the first epoch of data that do not know how many they
   *     have
   */
  public record Run(int epochs, int steps) {}

  /** Returns the model that is trained. */
  protected final Model model() {
    return model;
  }

  /** Returns what is known of the run. */
  protected final Run run() {
    return run;
  }

  final void attach(Model newModel, Run newRun) {
    this.model = newModel;
    this.run = newRun;
  }

  /** Tells whether this callback wants to see what the others have put into the logs. */
  protected boolean runsLast() {
    return false;
  }

  /**
   * Returns what this callback must remember for a training to go on after an interruption: whole
   * and broken numbers, truth values, texts, tensors, and lists of these, by name. Nothing by
   * default.
   */
  public Map<String, Object> state() {
    return Map.of();
  }

  /**
   * Takes up the state that {@link #state} gave before an interruption; called after {@link
   * #onTrainBegin}, and once more after {@link #onEpochBegin} of an epoch that was begun before.
   */
  public void restore(Map<String, Object> state) {}

  /**
   * Returns the names in the logs of an epoch that this callback watches; by default none. Training
   * ends with an {@link IllegalArgumentException} when one of them is not logged: before the first
   * epoch if nothing can log it, after that epoch otherwise. A name that is logged now and then
   * only, as that of a validation after every second epoch, may be missing in between.
   */
  protected Set<String> watched() {
    return Set.of();
  }

  /** Returns the names in the logs of single steps that this callback watches; by default none. */
  protected Set<String> watchedInBatches() {
    return Set.of();
  }

  /**
   * Tells whether this callback may put a name into the logs of an epoch; by default it may put any
   * there. Where no callback may, a name that nothing logs is refused before the first epoch.
   */
  protected boolean mayLog(String name) {
    return true;
  }

  /** Tells whether this callback wants {@link #onData}. */
  protected boolean wantsData() {
    return false;
  }

  /**
   * Called first of all, if {@link #wantsData} says so, with the rows that fit was given, and with
   * some of the first rows where they come batch by batch.
   */
  public void onData(List<Tensor> x, List<Tensor> y) {}

  /** Called once before the first epoch. */
  public void onTrainBegin() {}

  /**
   * Called once after the last epoch, however training ended unless by an exception; also when the
   * thread was interrupted, before {@code fit} throws {@link RunInterruptedException}. The
   * interrupt flag is clear then, so that files can be closed.
   */
  public void onTrainEnd(Map<String, Double> logs) {}

  /** Called before an epoch, counted from 0. */
  public void onEpochBegin(int epoch) {}

  /** Called after an epoch and its validation; {@code logs} may be written to. */
  public void onEpochEnd(int epoch, Map<String, Double> logs) {}

  /** Called before a step of training, counted from 0 in each epoch. */
  public void onTrainBatchBegin(int batch) {}

  /** Called after a step of training with the means of the epoch so far. */
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {}

  /** Called before an evaluation, also before the validation at the end of an epoch. */
  public void onTestBegin() {}

  /** Called after an evaluation, also after the validation at the end of an epoch. */
  public void onTestEnd(Map<String, Double> logs) {}

  /** Called before a batch of an evaluation. */
  public void onTestBatchBegin(int batch) {}

  /** Called after a batch of an evaluation with the means so far. */
  public void onTestBatchEnd(int batch, Map<String, Double> logs) {}

  /**
   * Called when the loss of a batch is NaN or infinite, before the weights would be changed by it.
   *
   * @return true to stop training quietly; if no callback does, training ends with a {@link
   *     TrainingDivergedException}
   */
  public boolean onDivergence(int epoch, int batch, double loss) {
    return false;
  }
}
