// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.DataFinder;
import io.nyala.io.ModelFiles;
import io.nyala.io.files.Folders;
import io.nyala.io.files.JsonText;
import io.nyala.models.DataParallel;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.tensor.npy.Npy;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/**
 * The quality of wines as in {@link WineRegression}, trained by several JVMs on Apache Spark. Spark
 * runs in a process of its own, because its many jars are not for this one.
 */
public final class SparkWine implements Recipe {
  /** The property with the file that contains the class path of nyala-spark and of Spark. */
  static final String CLASS_PATH = "nyala.spark";

  private static final String MAIN = "io.nyala.spark.LocalTraining";
  private static final int LAST_LINES = 20;
  private static final long MILLIS_BETWEEN_LOOKS = 200;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "JVMs that train together (default: 2); the result is the same for any N.")
  private int workers = 2;

  @Option(
      names = "--shards",
      paramLabel = "S",
      description = "Parts of a batch (default: 4); the result depends on it.")
  private int shards = DataParallel.SHARDS;

  private final DataFinder finder;

  /**
   * Creates the recipe.
   *
   * @param finder finds the data
   */
  public SparkWine(DataFinder finder) {
    this.finder = finder;
  }

  @Override
  public String name() {
    return "spark-wine";
  }

  @Override
  public String description() {
    return "Apache Spark: the quality of wines, trained by several workers";
  }

  @Override
  public Defaults defaults() {
    return Defaults.of(WineRegression.EPOCHS, WineRegression.BATCH);
  }

  @Override
  public RunReport run(RecipeContext context) throws IOException, InterruptedException {
    SearchOptions.atLeast("--workers", workers, 1);
    SearchOptions.atLeast("--shards", shards, workers);
    String classPath = classPath();
    return new WineRegression(finder)
        .run(context, (c, model, task, epochs) -> fit(c, model, task, epochs, classPath));
  }

  private static String classPath() throws IOException {
    String file = System.getProperty(CLASS_PATH);
    if (file == null || !Files.isRegularFile(Path.of(file))) {
      throw new UsageException(
          "spark-wine needs nyala-spark and Apache Spark (220 MB), which ./nyala run spark-wine "
              + "builds and downloads; see its messages, or start it so");
    }
    return Path.of(file).resolveSibling("classes")
        + File.pathSeparator
        + Files.readString(Path.of(file)).strip();
  }

  private WineRegression.Fitted fit(
      RecipeContext context, Model model, WineRegression.Task task, int epochs, String classPath)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("nyala-spark-wine");
    try {
      Npy.write(folder.resolve("train-x.npy"), task.trainX());
      Npy.write(folder.resolve("train-y.npy"), task.trainY());
      Npy.write(folder.resolve("val-x.npy"), task.valX());
      Npy.write(folder.resolve("val-y.npy"), task.valY());
      ModelFiles.save(model, folder.resolve("network.keras"));
      int batch = context.batch(WineRegression.BATCH);
      context.say("Starting a cluster on this machine; workers: %d.", workers);
      run(context, folder, classPath, epochs, batch);
      ModelFiles.loadWeights(model, folder.resolve("trained.keras"));
      Map<String, Object> told =
          JsonText.object(Files.readString(folder.resolve("history.json")), "the history");
      History history = new History();
      history.onTrainBegin();
      for (int e = 0; e < epochs; e++) {
        Map<String, Double> logs = new LinkedHashMap<>();
        for (Map.Entry<String, Object> each : told.entrySet()) {
          if (each.getValue() instanceof List<?> values) {
            logs.put(each.getKey(), ((Number) values.get(e)).doubleValue());
          }
        }
        history.onEpochEnd(e, logs);
      }
      int steps = Math.ceilDiv(task.trainX().shape().dim(0), batch);
      double seconds = ((Number) told.get("seconds")).doubleValue();
      return new WineRegression.Fitted(history, Stopwatch.of(epochs, steps, seconds));
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(RecipeContext context, Path folder, String classPath, int epochs, int batch)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log4j2.properties");
    Files.writeString(
        log,
        """
        rootLogger.level = error
        rootLogger.appenderRef.err.ref = err
        appender.err.type = Console
        appender.err.name = err
        appender.err.target = SYSTEM_ERR
        appender.err.layout.type = PatternLayout
        appender.err.layout.pattern = %p %c{1}: %m%n
        """);
    Files.createDirectories(folder.resolve("spark").resolve("jars")); // Spark insists on it
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlog4j2.configurationFile=" + log,
            "-cp",
            classPath,
            MAIN));
    command.add(folder.toString());
    for (long number : new long[] {workers, shards, epochs, batch, context.seed()}) {
      command.add(String.valueOf(number));
    }
    Path errors = folder.resolve("errors.txt");
    Path progress = Files.createFile(folder.resolve("progress.txt"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(errors.toFile());
    builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    Process process = builder.start();
    try (BufferedReader lines = Files.newBufferedReader(progress)) {
      boolean ended;
      do {
        ended = process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          context.say("%s", line);
        }
      } while (!ended);
      if (process.exitValue() != 0) {
        List<String> said = Files.readAllLines(errors);
        throw new IOException(
            "Spark ended with status %d:%n%s"
                .formatted(
                    process.exitValue(),
                    String.join(
                        System.lineSeparator(),
                        said.subList(Math.max(0, said.size() - LAST_LINES), said.size()))));
      }
    } finally {
      process.destroy();
    }
  }
}
