// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object with hooks that are called at various stages of training and evaluation. Override only
 * the hooks you need; batch-level hooks cost nothing unless a callback overrides them.
 *
 * <p>The logs of a batch are a live view of the running means and change with the next batch: copy
 * any value you want to keep. The logs of an epoch are writable, and everything added to them is
 * recorded in the {@link History}.
 */
public abstract class Callback {
  private Model model;
  private Run run;

  /** Creates a callback. A callback may be reused for several runs, one after another. */
  protected Callback() {}

  /**
   * The properties of a run that are known before it starts.
   *
   * @param epochs the number of the last epoch; 1 for runs without epochs
   * @param steps the number of batches per epoch; -1 in the first epoch if the data source does not
   *     know its length
   */
  public record Run(int epochs, int steps) {}

  /** Returns the model being trained. */
  protected final Model model() {
    return model;
  }

  /** Returns the parameters of the run. */
  protected final Run run() {
    return run;
  }

  final void attach(Model newModel, Run newRun) {
    this.model = newModel;
    this.run = newRun;
  }

  /**
   * Returns whether this callback runs after the others, so that it sees the values they added to
   * the logs.
   */
  protected boolean runsLast() {
    return false;
  }

  /**
   * Returns whether only the first of several processes that train together runs this callback: one
   * that prints or writes files. False by default: callbacks that change the training must run in
   * all processes, which all have the same logs.
   */
  protected boolean onlyOnFirstWorker() {
    return false;
  }

  /**
   * Returns the state that this callback needs to resume an interrupted training run: integers,
   * floating-point numbers, booleans, strings, tensors, and lists of these, by name. Empty by
   * default.
   */
  public Map<String, Object> state() {
    return Map.of();
  }

  /**
   * Restores the state that {@link #state} returned before an interruption. Called after {@link
   * #onTrainBegin}, and again after {@link #onEpochBegin} if the interrupted epoch had already
   * started.
   */
  public void restore(Map<String, Object> state) {}

  /**
   * Returns the names in the epoch logs that this callback monitors; none by default. Training
   * fails with an {@link IllegalArgumentException} if one of them is never logged: before the first
   * epoch if nothing can log it, otherwise after that epoch. A name that is logged only in some
   * epochs, such as a metric of a validation that runs every second epoch, may be missing in the
   * others.
   */
  protected Set<String> watched() {
    return Set.of();
  }

  /** Returns the names in the batch logs that this callback monitors; none by default. */
  protected Set<String> watchedInBatches() {
    return Set.of();
  }

  /**
   * Returns whether this callback may add a value with this name to the epoch logs; true by
   * default. If no callback may, a monitored name that nothing logs is rejected before the first
   * epoch.
   */
  protected boolean mayLog(String name) {
    return true;
  }

  /** Returns whether {@link #onData} should be called. */
  protected boolean wantsData() {
    return false;
  }

  /**
   * Called before all other hooks, if {@link #wantsData} returns true, with the rows passed to fit,
   * or with some of the first rows if the data come in batches.
   */
  public void onData(List<Tensor> x, List<Tensor> y) {}

  /** Called once before the first epoch. */
  public void onTrainBegin() {}

  /**
   * Called once at the end of training, unless training ended with an exception. Also called when
   * the thread was interrupted, before {@code fit} throws {@link RunInterruptedException}; the
   * interrupt flag is cleared for this call, so that files can be closed.
   */
  public void onTrainEnd(Map<String, Double> logs) {}

  /** Called before an epoch; epochs are counted from 0. */
  public void onEpochBegin(int epoch) {}

  /** Called after an epoch and its validation; {@code logs} is writable. */
  public void onEpochEnd(int epoch, Map<String, Double> logs) {}

  /** Called before a training step; steps are counted from 0 in each epoch. */
  public void onTrainBatchBegin(int batch) {}

  /** Called after a training step, with the means of the epoch so far. */
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {}

  /** Called before an evaluation, including the validation at the end of an epoch. */
  public void onTestBegin() {}

  /** Called after an evaluation, including the validation at the end of an epoch. */
  public void onTestEnd(Map<String, Double> logs) {}

  /** Called before a batch of an evaluation. */
  public void onTestBatchBegin(int batch) {}

  /** Called after a batch of an evaluation, with the means so far. */
  public void onTestBatchEnd(int batch, Map<String, Double> logs) {}

  /**
   * Called when the loss of a batch is NaN or infinite, before the weights are updated.
   *
   * @return true to stop training without an exception; if no callback returns true, training fails
   *     with a {@link TrainingDivergedException}
   */
  public boolean onDivergence(int epoch, int batch, double loss) {
    return false;
  }
}
