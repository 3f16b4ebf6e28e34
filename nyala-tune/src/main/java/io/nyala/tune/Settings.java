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
 * What a search was told, checked and complete.
 *
 * @param window by how many trainings the known ends lag behind; 0 for whatever is known
 * @param bestEpoch whether a model is as good as its best epoch, not as its last
 * @param threads of each trial; 0 to share what there is
 * @param pruner or null
 * @param budget or null
 * @param folder or null
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

  boolean asynchronous() {
    return window == 0;
  }

  /** Returns what the trials follow from, which a search that goes on must not change. */
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
