// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.auto.AutoOptions;
import io.nyala.auto.AutoPhotos;
import io.nyala.auto.AutoResult;
import io.nyala.auto.AutoTrainer;
import io.nyala.auto.facts.AutoScore;
import io.nyala.auto.facts.AutoTask;
import io.nyala.examples.recipe.UsageException;
import io.nyala.io.files.JsonLine;
import io.nyala.kernel.WorkerPool;
import io.nyala.saving.Weights;
import io.nyala.zoo.Zoo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network on a table: from a file to a model, a report and a program. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Train on a table, texts or photos without further questions: writes a model, a report and"
            + " the program.")
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TABLE.csv|DIR",
      description =
          "A CSV file with a header; or a folder of texts, also in an archive, or of photos, with a"
              + " folder for each class.")
  private Path table;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict; for folders it is their names.")
  private String target;

  @Option(
      names = "--task",
      paramLabel = "auto|regression|binary|multiclass",
      description = "What the target is (default: inferred, with the reason).")
  private String task;

  @Option(
      names = "--time",
      paramLabel = "COLUMN",
      description = "Test on the latest rows by this column instead of random ones.")
  private String time;

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      description = "Rows to choose by (default: 15 percent of the table).")
  private Path validation;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Rows to test with, once (default: 15 percent of the table).")
  private Path test;

  @Option(
      names = "--trunk",
      paramLabel = "NAME",
      description =
          "For photos: a pretrained network, such as mobilenet_v2; './nyala zoo' lists them"
              + " (default: a small network learns from the pixels).")
  private String trunk;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The weights of --trunk (default: the published ones, downloaded once).")
  private Path weights;

  @Option(
      names = "--alpha",
      paramLabel = "N",
      description = "The width of a MobileNet (default: 1).")
  private Double alpha;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Time for the search (default: ${DEFAULT-VALUE}).")
  private double minutes = 2;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description =
          "Networks to try, however long it takes; with the same seed the same bits (default: as"
              + " many as there is time for, at most 60).")
  private Integer trials;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for model.keras, report.html, Train.java (default: out/train).")
  private Path out = Path.of("out", "train");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads; the results do not depend on it (default: all cores).")
  private Integer threads;

  @Option(names = "--quiet", description = "Print no progress.")
  private boolean quiet;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;

  TrainCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws IOException {
    check();
    if (threads != null) {
      WorkerPool.useThreads(threads);
    }
    AutoResult result = AutoPhotos.isFolderOfPhotos(table) ? photos().train() : trainer().train();
    List<Path> files = result.write(out);
    if (!quiet) {
      tell(result, files);
    }
    if (json) {
      stdout.println(JsonLine.of(answer(result, files)));
    }
    return ExitStatus.DONE;
  }

  private void check() {
    if (!(minutes > 0)) {
      throw new UsageException("--minutes must be greater than 0, got " + minutes);
    }
    atLeastOne("--trials", trials);
    atLeastOne("--threads", threads);
    if (seed < 0) {
      throw new UsageException("--seed must be at least 0, got " + seed);
    }
    if (task != null) {
      task();
    }
    if (time != null && time.equals(target)) {
      throw new UsageException("--time and --target are both \"" + time + "\"");
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageException("--out: " + out + " is a file; give a folder");
    }
  }

  private static void atLeastOne(String option, Integer value) {
    if (value != null && value < 1) {
      throw new UsageException(option + " must be at least 1, got " + value);
    }
  }

  private AutoPhotos photos() {
    refuse("--target", target);
    refuse("--time", time);
    refuse("--task", task);
    AutoPhotos photos = options(AutoPhotos.of(table));
    if (trunk != null) {
      if (!Zoo.names().contains(trunk)) {
        throw new UsageException(
            "--trunk: there is no network '%s'; %s"
                .formatted(trunk, NearMatches.hint(trunk, List.copyOf(Zoo.names()))));
      }
      photos.trunk(trunk);
    }
    if (weights != null) {
      photos.weights(weights);
    }
    if (alpha != null) {
      photos.alpha(alpha);
    }
    if (validation != null) {
      photos.validation(validation);
    }
    if (test != null) {
      photos.test(test);
    }
    return photos;
  }

  private void refuse(String option, Object value) {
    if (value != null) {
      throw new UsageException(
          "%s is for tables; %s has photos, whose folders are the classes"
              .formatted(option, table));
    }
  }

  private AutoTrainer trainer() {
    if (trunk != null || weights != null || alpha != null) {
      throw new UsageException(
          "--trunk, --weights and --alpha are for photos; %s has none".formatted(table));
    }
    AutoTrainer trainer = options(AutoTrainer.of(table));
    if (target != null) {
      trainer.target(target);
    }
    if (task != null) {
      task().ifPresent(trainer::task);
    }
    if (time != null) {
      trainer.time(time);
    }
    if (validation != null) {
      trainer.validation(validation);
    }
    if (test != null) {
      trainer.test(test);
    }
    return trainer;
  }

  private Optional<AutoTask> task() {
    return switch (task) {
      case "auto" -> Optional.empty();
      case "regression" -> Optional.of(AutoTask.REGRESSION);
      case "binary" -> Optional.of(AutoTask.BINARY);
      case "multiclass" -> Optional.of(AutoTask.MULTICLASS);
      default ->
          throw new UsageException(
              "--task must be auto, regression, binary or multiclass, got '" + task + "'");
    };
  }

  private <T extends AutoOptions<T>> T options(T trainer) {
    trainer.minutes(minutes).seed(seed);
    if (trials != null) {
      trainer.trials(trials);
    }
    if (!quiet) {
      trainer.progress(
          line -> {
            stdout.println(line);
            stdout.flush();
          });
    }
    return trainer;
  }

  private void tell(AutoResult result, List<Path> files) {
    stdout.println();
    for (AutoScore score : result.scores()) {
      stdout.printf("%-8s test: %s%n", score.name(), measures(score.test()));
    }
    stdout.println();
    stdout.println(result.verdict());
    stdout.println(result.diagnosis());
    List<String> first = result.importance().keySet().stream().limit(5).toList();
    if (!first.isEmpty()) {
      stdout.println("Mattered most: " + String.join(", ", first) + ".");
    }
    stdout.printf(
        Locale.ROOT,
        result.isRepeatable()
            ? "%1$d networks tried in %2$.0f s; --trials %1$d repeats it bit for bit.%n"
            : "%d networks tried in %.0f s; there was too little time for them, see --minutes.%n",
        result.trials().size(),
        result.seconds());
    stdout.println(
        "Saved: " + files.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }

  private static String measures(Map<String, Double> measures) {
    return measures.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s %.4f", each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private Map<String, Object> answer(AutoResult result, List<Path> files) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("task", result.task().name().toLowerCase(Locale.ROOT));
    answer.put("target", result.target());
    answer.put("rows", result.rows());
    answer.put("seed", seed);
    answer.put("saved", result.saved());
    answer.put("beats_linear", result.beatsLinear());
    Map<String, Double> metrics = new LinkedHashMap<>();
    Map<String, Object> baselines = new LinkedHashMap<>();
    for (AutoScore score : result.scores()) {
      Map<String, Double> measures = new LinkedHashMap<>();
      score.test().forEach((name, value) -> measures.put("test_" + name, value));
      score.validation().forEach((name, value) -> measures.put("val_" + name, value));
      if (score.name().equals(result.saved())) {
        metrics.putAll(measures);
      }
      if (!score.name().equals("network")) {
        baselines.put(score.name(), JsonLine.numbers(measures));
      }
    }
    answer.put("metrics", JsonLine.numbers(metrics));
    answer.put("baselines", baselines);
    answer.put("trials", result.trials().size());
    answer.put("repeatable", result.isRepeatable());
    answer.put("seconds", JsonLine.number(result.seconds()));
    answer.put("weights_sha256", Weights.sha256(result.model()));
    answer.put("files", new ArrayList<>(files.stream().map(Path::toString).toList()));
    return answer;
  }
}
