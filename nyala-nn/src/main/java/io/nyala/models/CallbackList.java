// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.optimizers.Division;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls the hooks of several callbacks; knows which kinds of hooks none of them overrides. */
final class CallbackList {
  private final Model model;
  private final List<Callback> callbacks = new ArrayList<>();
  private final boolean trainBatches;
  private final boolean testBatches;

  private final Watch watch;

  private Callback.Run run;

  CallbackList(Model model, List<Callback> given, Callback.Run run) {
    this(model, given, run, null);
  }

  /** Creates the list for a training run, which must log the names that the callbacks monitor. */
  CallbackList(Model model, List<Callback> given, Callback.Run run, Watch watch) {
    this.model = model;
    this.run = run;
    this.watch = watch;
    given.stream().filter(c -> !c.runsLast()).forEach(callbacks::add);
    given.stream().filter(Callback::runsLast).forEach(callbacks::add);
    callbacks.forEach(c -> c.attach(model, run));
    trainBatches = anyOverrides("onTrainBatchBegin", "onTrainBatchEnd");
    testBatches = anyOverrides("onTestBatchBegin", "onTestBatchEnd");
  }

  private boolean anyOverrides(String... hooks) {
    return callbacks.stream().anyMatch(c -> overrides(c.getClass(), List.of(hooks)));
  }

  private static boolean overrides(Class<?> type, List<String> hooks) {
    for (Class<?> c = type; c != Callback.class; c = c.getSuperclass()) {
      for (var method : c.getDeclaredMethods()) {
        if (hooks.contains(method.getName()) && !Modifier.isStatic(method.getModifiers())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Passes the number of steps per epoch to the callbacks, if it was not known before. */
  void learnSteps(int steps) {
    if (steps != run.steps()) {
      run = new Callback.Run(run.epochs(), steps);
      callbacks.forEach(c -> c.attach(model, run));
    }
  }

  /** Returns whether any callback has hooks for single training steps. */
  boolean wantsTrainBatches() {
    return trainBatches;
  }

  /** Returns whether any callback has hooks for single evaluation batches. */
  boolean wantsTestBatches() {
    return testBatches;
  }

  void onTrainBegin() {
    watch.before(callbacks);
    callbacks.forEach(Callback::onTrainBegin);
  }

  void onTrainEnd(Map<String, Double> logs) {
    callbacks.forEach(c -> c.onTrainEnd(logs));
  }

  void onEpochBegin(int epoch) {
    callbacks.forEach(c -> c.onEpochBegin(epoch));
  }

  void onEpochEnd(int epoch, Map<String, Double> logs) {
    for (Callback c : callbacks) {
      watch.after(c, logs.keySet());
      Division division = model.optimizer().division();
      if (division != null && c.onlyOnFirstWorker()) {
        division.read(() -> c.onEpochEnd(epoch, logs)); // it may save the optimizer
      } else {
        c.onEpochEnd(epoch, logs);
      }
    }
  }

  void onTrainBatchBegin(int batch) {
    for (Callback c : callbacks) {
      c.onTrainBatchBegin(batch);
    }
  }

  void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    for (Callback c : callbacks) {
      c.onTrainBatchEnd(batch, logs);
    }
  }

  void onTestBegin() {
    callbacks.forEach(Callback::onTestBegin);
  }

  void onTestEnd(Map<String, Double> logs) {
    callbacks.forEach(c -> c.onTestEnd(logs));
  }

  void onTestBatchBegin(int batch) {
    for (Callback c : callbacks) {
      c.onTestBatchBegin(batch);
    }
  }

  void onTestBatchEnd(int batch, Map<String, Double> logs) {
    for (Callback c : callbacks) {
      c.onTestBatchEnd(batch, logs);
    }
  }

  boolean onDivergence(int epoch, int batch, double loss) {
    boolean handled = false;
    for (Callback c : callbacks) {
      handled |= c.onDivergence(epoch, batch, loss);
    }
    return handled;
  }
}
