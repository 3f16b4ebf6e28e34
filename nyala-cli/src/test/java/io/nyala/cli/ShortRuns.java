// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static java.util.Map.entry;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every recipe on generated data, as short as may be, and kept often; and what it ends with. */
final class ShortRuns {
  /** What keeps trainings short. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "quickstart", "--batch 500",
          "mnist-multiclass", "--variant dropout --batch 250",
          "cifar10-cnn", "--augment --batch 100",
          "wine-search", "--trials 3",
          "cartpole-search", "--trials 3",
          "mnist-random-search", "--trials 2 --folds 2 --batch 500",
          "mnist-hyperband", "--batch 500 --max-epochs 3",
          "pets-transfer", "--fine-epochs 2 --batch 50",
          "cifar-transfer", "--task-epochs 2 --repeats 1 --batch 100",
          "translate-seq2seq", "--units 16 --pairs 100 --batch 16");

  /** After how many steps runs are kept, where it is not after three. */
  private static final Map<String, Integer> RHYTHM =
      Map.ofEntries(
          entry("quickstart", 11),
          entry("wine-regression", 25),
          entry("monitor-regression", 25),
          entry("seizure-binary", 25),
          entry("mnist-multiclass", 9),
          entry("cifar10-cnn", 4),
          entry("cartpole-dqn", 250),
          entry("cartpole-ppo", 256),
          entry("lunarlander-dqn", 100),
          entry("lunarlander-ppo", 256),
          entry("breakout-dqn", 250),
          entry("frozenlake-q", 250));

  /** Measures that are times, or made of them: of reading, of a step of decoding. */
  private static final List<String> TIMED =
      List.of("texts_per_second", "decoding_step_us", "env_steps_per_second");

  /** Those that train many models; they tell of trials, not of epochs. */
  static final List<String> SEARCHES =
      List.of("wine-search", "mnist-random-search", "mnist-hyperband", "cartpole-search");

  /** It needs the jars of Spark, which this module must not have. */
  static final String SPARK = "spark-wine";

  private ShortRuns() {}

  /** Returns the recipes that train one model, or a few that belong together. */
  static List<String> trainings() {
    return recipes().stream().filter(recipe -> !SEARCHES.contains(recipe)).toList();
  }

  static List<String> recipes() {
    return Catalog.standard().recipes().stream()
        .map(recipe -> recipe.name())
        .filter(name -> !name.equals(SPARK))
        .toList();
  }

  /** Returns a command line that begins, without {@code --out}. */
  static List<String> command(String recipe) {
    List<String> line =
        new ArrayList<>(List.of("run", recipe, "--data", "sample", "--epochs", "2", "--seed", "3"));
    if (OPTIONS.containsKey(recipe)) {
      line.addAll(List.of(OPTIONS.get(recipe).split(" ")));
    }
    return reported(recipe, line);
  }

  /** Returns the command line that goes on, without {@code --out}. */
  static List<String> resuming(String recipe) {
    return reported(recipe, new ArrayList<>(List.of("run", recipe, "--resume")));
  }

  private static List<String> reported(String recipe, List<String> line) {
    line.addAll(List.of("--keep-every", String.valueOf(RHYTHM.getOrDefault(recipe, 3)), "--json"));
    return line;
  }

  /** Returns what does not depend on time of what a run has printed: weights and measures. */
  static Map<String, Object> result(String printed) throws IOException {
    Map<String, Object> report = JSON.std.mapFrom(printed.lines().toList().getLast());
    Map<String, Object> result = new TreeMap<>();
    for (String each : List.of("weights_sha256", "epochs", "steps", "data", "seed")) {
      result.put(each, report.get(each));
    }
    Map<Object, Object> measures = new TreeMap<>((Map<?, ?>) report.get("metrics"));
    measures.keySet().removeAll(TIMED);
    result.put("metrics", measures);
    return result;
  }
}
