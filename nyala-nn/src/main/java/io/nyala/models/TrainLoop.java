// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.DataPosition;
import io.nyala.models.training.Progress;
import io.nyala.settings.Arguments;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A loop of training steps over batches with checkpoints: after an interruption it resumes where it
 * stopped, with bitwise identical results.
 *
 * <pre>{@code
 * TrainLoop.of(tell.prepare(images, noise, kinds), fool.prepare(noise, wanted))
 *     .checkpoints(Checkpoints.in(folder).everyEpochs(1))
 *     .run(
 *         data,
 *         epochs,
 *         (batch, at) -> {
 *           tell.run(batch.x().getFirst(), noise(2 * at.number()), kinds);
 *           fool.run(noise(2 * at.number() + 1), wanted);
 *         });
 * }</pre>
 */
public final class TrainLoop {
  /** The action on a batch. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs the steps of a batch. Random draws must depend only on the position, so that a resumed
     * loop draws the same numbers as an uninterrupted one.
     */
    void accept(Batch batch, Position at);
  }

  /**
   * The position of a loop.
   *
   * @param epoch counted from 0
   * @param batch the index of the batch in its epoch, counted from 0
   * @param number the index of the batch over all epochs, counted from 0
   * @param isLast whether this is the last batch of the epoch
   */
  public record Position(int epoch, int batch, long number, boolean isLast) {}

  private static final String NUMBER = "number";
  private static final String OWN = "own";

  private final List<TrainStep> steps;
  private final Map<String, String> conditions = new LinkedHashMap<>();
  private Checkpointer keeper;
  private Supplier<Map<String, Object>> state = Map::of;
  private Consumer<Map<String, Object>> restorer = kept -> {};
  private long seed;
  private long number;
  private long made;

  private TrainLoop(List<TrainStep> steps) {
    this.steps = steps;
  }

  /**
   * Returns a loop of steps. With checkpoints, the steps must be {@linkplain TrainStep#prepare
   * prepared}.
   */
  public static TrainLoop of(TrainStep... steps) {
    return new TrainLoop(Arguments.eachGiven("steps", steps));
  }

  /** Sets the checkpointer; null, the default, for none. */
  public TrainLoop checkpoints(Checkpointer newKeeper) {
    keeper = newKeeper;
    return this;
  }

  /** Sets the seed of the run; a checkpoint with another seed is rejected. Default 0. */
  public TrainLoop seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** Adds a condition that the run depends on; a checkpoint with another value is rejected. */
  public TrainLoop condition(String name, Object value) {
    conditions.put(Arguments.given("name", name), String.valueOf(value));
    return this;
  }

  /**
   * Adds custom state to the checkpoints, such as learning curves.
   *
   * @param what returns numbers, strings, and lists and maps of them, by name
   * @param restore receives the saved state; numbers may be of another class
   */
  public TrainLoop state(
      Supplier<Map<String, Object>> what, Consumer<Map<String, Object>> restore) {
    state = Arguments.given("what", what);
    restorer = Arguments.given("restore", restore);
    return this;
  }

  /**
   * Runs or resumes the loop. Epoch {@code n} is pass {@code n} over the data.
   *
   * @throws IllegalArgumentException if a checkpoint belongs to another run
   * @throws RunInterruptedException if the thread is interrupted, after the current batch
   */
  public void run(BatchSource data, int epochs, Body body) {
    Arguments.given("data", data);
    Arguments.given("body", body);
    try {
      Progress from = keeper == null ? null : keeper.restore(variables(), this::accept);
      int done = from == null ? 0 : from.batch();
      for (int epoch = from == null ? 0 : from.epoch(); epoch < epochs; epoch++) {
        epoch(data, epoch, done, epoch == epochs - 1, body);
        done = 0;
      }
    } finally {
      if (keeper != null) {
        keeper.end();
      }
    }
  }

  private void epoch(BatchSource data, int epoch, int done, boolean last, Body body) {
    int batch = 0;
    try (BatchSource.Pass pass = data.open(epoch)) {
      for (Batch next = pass.next(); next != null; batch++) {
        RunInterruptedException.check(this, "run", batch);
        Batch present = next;
        next = pass.next();
        if (batch >= done) {
          body.accept(present, new Position(epoch, batch, number++, next == null));
          made++;
          afterBatch(epoch, batch + 1, next == null, last);
        }
      }
    } catch (RuntimeException e) {
      throw RunInterruptedException.or(e, this, "run", batch);
    }
  }

  // Keeping

  private List<Variable> variables() {
    Set<Variable> all = new LinkedHashSet<>();
    steps.forEach(step -> all.addAll(step.variables()));
    return List.copyOf(all);
  }

  private void afterBatch(int epoch, int batch, boolean epochEnds, boolean last) {
    if (keeper != null && (epochEnds && last || keeper.isDue(made, epochEnds))) {
      keeper.save(progress(epochEnds ? epoch + 1 : epoch, epochEnds ? 0 : batch), variables());
    }
  }

  private Progress progress(int epoch, int batch) {
    List<Map<String, Object>> states = new ArrayList<>();
    states.add(Map.of(NUMBER, number, OWN, state.get()));
    steps.forEach(step -> states.add(step.state()));
    return new Progress(
        seed,
        0,
        epoch,
        batch,
        false,
        number,
        Double.NaN,
        List.of(),
        List.of(),
        List.of(),
        states,
        conditions,
        null,
        DataPosition.START,
        DataPosition.START);
  }

  private void accept(Progress saved) {
    if (saved.seed() != seed
        || !saved.conditions().equals(conditions)
        || saved.callbacks().size() != steps.size() + 1) {
      throw new IllegalArgumentException(
          "the checkpoint was made with seed %d, %d steps and %s; this training has seed %d, %d steps and %s; start over in another folder"
              .formatted(
                  saved.seed(),
                  saved.callbacks().size() - 1,
                  saved.conditions(),
                  seed,
                  steps.size(),
                  conditions));
    }
    Map<String, Object> own = saved.callbacks().getFirst();
    number = ((Number) own.get(NUMBER)).longValue();
    @SuppressWarnings("unchecked") // as progress() made it
    Map<String, Object> users = (Map<String, Object>) own.get(OWN);
    restorer.accept(users);
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).restore(saved.callbacks().get(i + 1));
    }
  }

  @Override
  public String toString() {
    return "loop of " + steps;
  }
}
