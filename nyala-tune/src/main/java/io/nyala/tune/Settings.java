// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.pruners.Pruner;
import io.nyala.tune.samplers.Sampler;
import io.nyala.tune.schedules.TrialSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The validated, complete settings of a search.
 *
 * @param window the number of trainings by which known outcomes lag behind, or 0 to use all known
 *     outcomes
 * @param bestEpoch whether a model is judged by its best epoch instead of its last
 * @param threads the threads per trial, or 0 to share those available
 * @param pruner the pruner, or null
 * @param budget the budget, or null
 * @param folder the directory, or null
 */
record Settings(
    String name,
    List<Goal> goals,
    Sampler sampler,
    Pruner pruner,
    TrialSchedule schedule,
    Duplicates duplicates,
    boolean bestEpoch,
    long seed,
    int workers,
    int threads,
    int window,
    Duration budget,
    Path folder,
    Consumer<String> progress) {
  /** For searches without progress output. */
  static final Consumer<String> SILENT = line -> {};

  /** Checks what does not go together. */
  Settings {
    if (window > 0 && workers > window) {
      throw new IllegalArgumentException(
          ("study: %d workers need a window of at least as many trials, got %d; use window(%d), "
                  + "which gives other trials, or asynchronous()")
              .formatted(workers, window, workers));
    }
    if (schedule.pauses() && folder == null) {
      throw new IllegalArgumentException(
          ("study: a schedule that continues trials needs a folder for their checkpoints; use "
                  + "Study.in(folder); the schedule is %s")
              .formatted(schedule.describe()));
    }
  }

  static int atLeast(String what, int value, int least) {
    return (int) atLeast(what, (long) value, least);
  }

  static long atLeast(String what, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "study: %s must be at least %,d, got %,d".formatted(what, least, value));
    }
    return value;
  }

  boolean asynchronous() {
    return window == 0;
  }

  /**
   * Returns the settings that determine the trials, which must not change when a search is resumed.
   */
  Map<String, Object> conditions() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("objectives", goals.stream().map(Goal::toString).toList());
    all.put("sampler", sampler.describe());
    all.put("pruner", pruner == null ? "none" : pruner.describe());
    all.put("schedule", schedule.describe());
    all.put("duplicates", duplicates.name());
    all.put("epoch", bestEpoch ? "best" : "last");
    all.put("seed", seed);
    all.put("window", window);
    return all;
  }
}
