// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.recurrent.Recurrent;
import io.nyala.models.feeding.Conditions;
import io.nyala.models.feeding.Feed;
import io.nyala.models.feeding.SourceFeed;
import io.nyala.models.programs.Meters;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.DataPosition;
import io.nyala.models.training.Progress;
import io.nyala.optimizers.Optimizer;
import io.nyala.variables.Variable;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Saves and restores the state of a training run with a {@link Checkpointer}, if there is one. */
final class Resuming {
  private static final System.Logger LOG = System.getLogger(Resuming.class.getPackageName());
  private static final String EPOCHS = "epochs";
  private static final String VALIDATION = "validation ";

  private final Model model;
  private final Trainer trainer;
  private final Optimizer optimizer;
  private final Meters meters;
  private final Feed feed;
  private final Feed validation;
  private final int epochs;
  private final Checkpointer keeper;
  private final List<Callback> callbacks;
  private final List<Variable> weights = new ArrayList<>();
  private final List<Recurrent<?>> stateful = new ArrayList<>();
  private Map<String, String> settings;
  private Progress found;
  private DataPosition start;
  private DataPosition reached;
  private long steps;
  private boolean due;

  /**
   * Prepares to save, if the options have a checkpointer.
   *
   * @param validation may be null
   */
  Resuming(
      Model model,
      Trainer trainer,
      Meters meters,
      Feed feed,
      Feed validation,
      FitOptions options,
      List<Callback> callbacks) {
    this.model = model;
    this.trainer = trainer;
    this.optimizer = trainer.parameters().optimizer();
    this.meters = meters;
    this.feed = feed;
    this.validation = validation;
    this.epochs = options.epochs();
    this.keeper = Together.checkpoints(trainer.peers(), options.checkpoints());
    this.callbacks = callbacks;
    if (keeper != null) {
      // List shared weights once; do this after gathering, since variables move.
      Set<Variable> all = new LinkedHashSet<>();
      model.weights().stream().map(Weight::variable).forEach(all::add);
      weights.addAll(all);
      collectStateful(model);
      // Read settings now: callbacks change them, above all the learning rate.
      settings = Conditions.of(model.layers(), trainer.objective(), optimizer);
    }
  }

  private void collectStateful(Layer layer) {
    if (layer instanceof Recurrent<?> r && r.isStateful() && !stateful.contains(r)) {
      stateful.add(r);
    }
    layer.sublayers().forEach(this::collectStateful);
  }

  /**
   * Restores the saved state, if any.
   *
   * @param firstEpoch the first epoch to train if nothing was saved
   * @return the first epoch to train
   */
  int begin(int firstEpoch) {
    int epoch = keeper == null ? firstEpoch : restore(firstEpoch);
    start = found == null ? startOf(model, trainer) : found.start();
    reached = found == null ? null : found.position();
    model.core().position(start);
    feed.start(start, firstEpoch);
    return epoch;
  }

  /** A model read from a file knows only the number of steps its optimizer has made. */
  private static DataPosition startOf(Model model, Trainer trainer) {
    DataPosition known = model.core().position();
    long before = trainer.parameters().optimizer().iterations() - trainer.updates();
    return known.isStart() && before > 0 ? new DataPosition(0, before, -1, known.draws()) : known;
  }

  /** Records the position in the data on the model, including the steps of earlier calls. */
  void end() {
    if (start != null && (steps > 0 || reached != null)) {
      model.core().position(steps > 0 ? feed.position().withDraws(start.draws()) : reached);
    }
  }

  private int restore(int firstEpoch) {
    boolean[] closed = new boolean[1];
    try {
      if (optimizer.division() != null) {
        optimizer.division().collect();
      }
      found =
          keeper.restore(
              variables(),
              saved -> {
                accept(saved);
                if (!closed[0]) {
                  // From here on variables change; other threads see either none or all of the
                  // changes.
                  trainer.gates().beginChange();
                  closed[0] = true;
                }
              });
      if (found == null) {
        return firstEpoch;
      }
      optimizer.iterations(found.iterations());
      for (int i = 0; i < stateful.size(); i++) {
        if (!found.states().get(i).isEmpty()) {
          stateful.get(i).setStates(found.states().get(i));
        }
      }
    } finally {
      if (closed[0]) {
        trainer.gates().open();
      }
    }
    restoreRate();
    trainer.remember(found.memory());
    if (found.stopped()) {
      model.stopTraining();
    }
    return found.epoch();
  }

  /** Throws if this run cannot resume from the saved state; callbacks restore their state first. */
  private void accept(Progress saved) {
    require(
        saved.seed() == model.seed(),
        "the checkpoint was made with seed %d, this model has %d; start over in another folder, "
            + "or use the original seed",
        saved.seed(),
        model.seed());
    require(
        saved.shards() == shards(),
        "the checkpoint was made with %s, this model has %s; distribute it in the same way, or start over in another folder",
        shards(saved.shards()),
        shards(shards()));
    require(
        saved.callbacks().size() == callbacks.size(),
        "the checkpoint was made with %d callbacks, but there are %d; use the same callbacks",
        saved.callbacks().size() - 1,
        callbacks.size() - 1);
    require(
        saved.states().size() == stateful.size(),
        "the checkpoint has the states of %d stateful layers, this model has %d; start over in another folder",
        saved.states().size(),
        stateful.size());
    checkConditions(saved);
    require(
        feed.steps() < 0 || saved.batch() <= feed.steps(),
        "the checkpoint is %d steps into an epoch of only %d steps; use the same data and batch "
            + "size",
        saved.batch(),
        feed.steps());
    meters.check(saved.running(), saved.metrics());
    restoreCallbacks(saved);
  }

  private void require(boolean fits, String format, Object... arguments) {
    if (!fits) {
      throw new IllegalArgumentException(model + ": " + format.formatted(arguments));
    }
  }

  private void checkConditions(Progress saved) {
    if (saved.conditions().isEmpty()) {
      return; // saved by a version without conditions
    }
    Map<String, String> before = new LinkedHashMap<>(saved.conditions());
    Map<String, String> now = conditions(before);
    String epochsBefore = before.remove(EPOCHS);
    now.remove(EPOCHS);
    String validations =
        Conditions.differences(takeValidation(before), takeValidation(now), Double.NaN);
    String differences = Conditions.differences(before, now, saved.learningRate());
    require(
        differences.isEmpty(),
        "the checkpoint was made with %s; use the original settings and data, or start over in "
            + "another folder",
        differences);
    if (!validations.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0}: continues with other validation data than before: {1}; metrics of epochs before "
              + "and after are not comparable",
          model,
          validations);
    }
    if (!keeper.inParts() && !String.valueOf(epochs).equals(epochsBefore)) {
      LOG.log(
          Level.INFO,
          "{0}: continues to epoch {1}, not {2} as before",
          model,
          epochs,
          epochsBefore);
    }
  }

  /**
   * Returns everything the run depends on; inspects the same pass of the data as the given
   * conditions.
   */
  private Map<String, String> conditions(Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.put(EPOCHS, String.valueOf(epochs));
    all.putAll(feed.marks(SourceFeed.passOf(others)));
    if (validation != null) {
      Map<String, String> seen = takeValidation(new LinkedHashMap<>(others));
      validation
          .marks(SourceFeed.passOf(seen))
          .forEach((name, text) -> all.put(VALIDATION + name, text));
    }
    return all;
  }

  /** Removes the conditions of the validation and returns them. */
  private static Map<String, String> takeValidation(Map<String, String> from) {
    Map<String, String> taken = new LinkedHashMap<>();
    from.forEach(
        (name, text) -> {
          if (name.startsWith(VALIDATION)) {
            taken.put(name.substring(VALIDATION.length()), text);
          }
        });
    from.keySet().removeIf(name -> name.startsWith(VALIDATION));
    return taken;
  }

  private int shards() {
    return model.distribution() == null ? 0 : model.distribution().shards();
  }

  private static String shards(int count) {
    return count == 0 ? "batches in one piece" : "batches in %d shards".formatted(count);
  }

  private void restoreCallbacks(Progress saved) {
    for (int i = 0; i < callbacks.size(); i++) {
      Map<String, Object> state = saved.callbacks().get(i);
      // An empty state comes from a stateless callback, which may have been replaced by another
      // one.
      if (!state.isEmpty()) {
        restore(callbacks.get(i), state);
      }
    }
  }

  private void restore(Callback callback, Map<String, Object> state) {
    try {
      callback.restore(state);
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException(
          ("%s: %s cannot restore the state of %s, which the checkpoint has at its position; use "
                  + "the same callbacks in the same order")
              .formatted(model, callback.getClass().getSimpleName(), state.keySet()),
          e);
    }
  }

  private void restoreRate() {
    if (!Double.isNaN(found.learningRate())) {
      optimizer.learningRate(found.learningRate());
    }
  }

  /**
   * Resumes in the middle of an interrupted epoch.
   *
   * @return the number of its completed steps
   */
  int goOn() {
    if (found == null || found.batch() == 0) {
      found = null;
      return 0;
    }
    int done = found.batch();
    // Restore again: callbacks may change their state and the learning rate when an epoch begins.
    restoreCallbacks(found);
    restoreRate();
    meters.restore(found.running(), found.metrics());
    feed.skip(done);
    found = null;
    return done;
  }

  /** Called directly after a step. */
  void stepped() {
    steps++;
  }

  /** Called after each step and its callbacks. */
  void afterStep(int epoch, int batchesDone) {
    if (keeper == null) {
      return;
    }
    due |= keeper.isDue(steps, false);
    // A checkpointer may save by wall-clock time, which must not affect the result.
    if (due && optimizer.isSettled()) {
      save(epoch, batchesDone);
    }
  }

  /** Called after an epoch and its callbacks. */
  void afterEpoch(int epoch, boolean last) {
    if (keeper != null && (due || keeper.isDue(steps, true) || last)) {
      save(epoch + 1, 0);
    }
  }

  /** Called when training was interrupted between two steps. */
  void interrupted(int epoch, int batchesDone) {
    if (keeper != null && steps > 0 && optimizer.isSettled()) {
      save(epoch, batchesDone);
    }
  }

  private void save(int epoch, int batch) {
    due = false;
    Progress progress = progress(epoch, batch);
    if (optimizer.division() == null) {
      keeper.save(progress, variables());
    } else {
      optimizer.division().read(() -> keeper.save(progress, variables()));
    }
  }

  private List<Variable> variables() {
    List<Variable> all = new ArrayList<>(weights);
    all.addAll(optimizer.variables());
    return all;
  }

  private Progress progress(int epoch, int batch) {
    boolean scheduled = optimizer.config().get("learning_rate") instanceof Map;
    return new Progress(
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
        callbacks.stream().map(Callback::state).toList(),
        conditions(Map.of()),
        trainer.memory(),
        start,
        feed.position().withDraws(start.draws()));
  }
}
