// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.Layer;
import io.nyala.layers.Recurrent;
import io.nyala.layers.Weight;
import io.nyala.metrics.Metric;
import io.nyala.ops.Variable;
import io.nyala.optimizers.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Saves and restores the state of a training for a {@link Checkpointer}, if there is one. */
final class Resuming {
  private final Model model;
  private final Optimizer optimizer;
  private final Meters meters;
  private final Checkpointer keeper;
  private final List<Callback> callbacks;
  private final List<Variable> variables = new ArrayList<>();
  private final List<Recurrent<?>> stateful = new ArrayList<>();
  private Progress found;
  private long steps;
  private boolean due;

  Resuming(
      Model model,
      Optimizer optimizer,
      Meters meters,
      Checkpointer keeper,
      List<Callback> callbacks) {
    this.model = model;
    this.optimizer = optimizer;
    this.meters = meters;
    this.keeper = keeper;
    this.callbacks = callbacks;
    if (keeper != null) {
      // Shared weights once; after gathering, since variables move.
      Set<Variable> all = new LinkedHashSet<>();
      model.weights().stream().map(Weight::variable).forEach(all::add);
      variables.addAll(all);
      variables.addAll(optimizer.variables());
      collectStateful(model);
    }
  }

  private void collectStateful(Layer layer) {
    if (layer instanceof Recurrent<?> r && r.isStateful() && !stateful.contains(r)) {
      stateful.add(r);
    }
    layer.sublayers().forEach(this::collectStateful);
  }

  /** Restores what was saved, if anything; the first epoch to train, or the one given. */
  int begin(int firstEpoch) {
    if (keeper == null) {
      return firstEpoch;
    }
    found = keeper.restore(variables);
    if (found == null) {
      return firstEpoch;
    }
    if (found.seed() != model.seed()) {
      throw new IllegalArgumentException(
          "%s: the checkpoint was made with seed %d, this model has %d; begin anew elsewhere, or use that seed"
              .formatted(model, found.seed(), model.seed()));
    }
    if (found.shards() != shards()) {
      throw new IllegalArgumentException(
          "%s: the checkpoint was made with %s, this model has %s; distribute it in the same way, or begin anew elsewhere"
              .formatted(model, shards(found.shards()), shards(shards())));
    }
    if (found.callbacks().size() != callbacks.size()) {
      throw new IllegalArgumentException(
          "%s: the checkpoint was made with %d callbacks, there are %d; give the same ones"
              .formatted(model, found.callbacks().size() - 1, callbacks.size() - 1));
    }
    optimizer.iterations(found.iterations());
    for (int i = 0; i < stateful.size(); i++) {
      if (!found.states().get(i).isEmpty()) {
        stateful.get(i).setStates(found.states().get(i));
      }
    }
    restoreCallbacks();
    if (found.stopped()) {
      model.stopTraining();
    }
    return found.epoch();
  }

  private int shards() {
    return model.distribution() == null ? 0 : model.distribution().shards();
  }

  private static String shards(int count) {
    return count == 0 ? "batches in one piece" : "batches in %d shards".formatted(count);
  }

  /** Callbacks may change their own state and the learning rate when an epoch begins. */
  private void restoreCallbacks() {
    for (int i = 0; i < callbacks.size(); i++) {
      callbacks.get(i).restore(found.callbacks().get(i));
    }
    if (!Double.isNaN(found.learningRate())) {
      optimizer.learningRate(found.learningRate());
    }
  }

  /**
   * Goes on in the middle of an epoch that was interrupted.
   *
   * @return the steps of it that are done
   */
  int goOn(Feed feed) {
    if (found == null || found.batch() == 0) {
      found = null;
      return 0;
    }
    Progress from = found;
    if (feed.steps() >= 0 && from.batch() > feed.steps()) {
      throw new IllegalArgumentException(
          "%s: the checkpoint is %d steps into an epoch, which has only %d; give the same data and batch size"
              .formatted(model, from.batch(), feed.steps()));
    }
    restoreCallbacks();
    meters.restore(from.running(), from.metrics());
    feed.skip(from.batch());
    found = null;
    return from.batch();
  }

  /** To be called after each step. */
  void afterStep(int epoch, int batchesDone) {
    steps++;
    if (keeper == null) {
      return;
    }
    due |= keeper.isDue(steps, false);
    // When a keeper wants to save may be a matter of time, which must not move a single bit.
    if (due && optimizer.isSettled()) {
      save(epoch, batchesDone);
    }
  }

  /** To be called when an epoch is over, callbacks included. */
  void afterEpoch(int epoch, boolean last) {
    if (keeper != null && (due || keeper.isDue(steps, true) || last)) {
      save(epoch + 1, 0);
    }
  }

  private void save(int epoch, int batch) {
    due = false;
    boolean scheduled = optimizer.config().get("learning_rate") instanceof Map;
    keeper.save(
        new Progress(
            model.seed(),
            shards(),
            epoch,
            batch,
            model.isToStop() && batch == 0,
            optimizer.iterations(),
            scheduled ? Double.NaN : optimizer.learningRate(),
            meters.running(),
            meters.metricStates(),
            stateful.stream().map(Recurrent::states).toList(),
            callbacks.stream().map(Callback::state).toList()),
        variables);
  }

  /** Returns the states of metrics, for {@link Meters}. */
  static List<List<Double>> states(List<Metric> metrics) {
    List<List<Double>> states = new ArrayList<>();
    for (Metric m : metrics) {
      double[] state = m.state();
      states.add(state == null ? null : java.util.Arrays.stream(state).boxed().toList());
    }
    return states;
  }
}
