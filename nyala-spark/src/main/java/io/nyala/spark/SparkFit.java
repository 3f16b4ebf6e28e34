// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.io.files.Folders;
import io.nyala.models.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** One training: writes the rows, trains, and cleans up. */
final class SparkFit {
  private static final System.Logger LOG = System.getLogger(SparkFit.class.getPackageName());

  private final NyalaEstimator settings;
  private final Consumer<String> progress;
  private final NetworkPlan network;

  SparkFit(NyalaEstimator settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.network =
        new NetworkPlan(
            NyalaEstimator.decoded(
                settings
                    .optional(settings.network())
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "the estimator has no network; set it with setNetwork(model)"))),
            settings.optional(settings.loss()).orElse(null),
            settings.optional(settings.optimizer()).orElse(null),
            settings.getOrDefault(settings.metrics()),
            settings.optional(settings.learningRate()).map(rate -> (Double) rate).orElse(null),
            settings.optional(settings.seed()).map(seed -> (Long) seed).orElse(null));
  }

  NyalaModel fit(Dataset<Row> rows) {
    return model(train(rows));
  }

  Outcome train(Dataset<Row> rows) {
    settings.transformSchema(rows.schema());
    Model model = network.build(); // so that what is wrong with it is said at once
    if (model.inputTypes() == null) {
      throw new IllegalArgumentException(
          "the input of the network is not known; let it begin with input(...)");
    }
    ExecutorJava.require(rows.sparkSession());
    SparkContext spark = rows.sparkSession().sparkContext();
    int shards = settings.number(settings.shards());
    int workers = BarrierTraining.workers(spark, settings.number(settings.workers()), shards);
    Path folder = folder(spark);
    try {
      TrainingFiles files = write(rows, model, folder.resolve("rows"));
      TrainingPlan plan =
          new TrainingPlan(
              network,
              files,
              (Double) settings.getOrDefault(settings.validationSplit()),
              settings.number(settings.epochs()),
              StoppingPlan.of(settings),
              settings.number(settings.batchSize()),
              shards,
              folder.resolve("checkpoints").toString(),
              settings.number(settings.checkpointSteps()),
              settings.optional(settings.logDir()).orElse(null),
              settings.optional(settings.keyStore()).orElse(null),
              settings.number(settings.timeout()),
              Host.here());
      return new BarrierTraining(spark, plan, progress)
          .run(
              workers,
              settings.number(settings.maxRestarts()),
              settings.number(settings.restartPatience()));
    } finally {
      delete(folder);
    }
  }

  private NyalaModel model(Outcome trained) {
    NyalaModel model = NyalaModel.ofBytes(trained.model(), "the trained network");
    model.setSummary(trained.summary());
    model.setParent(settings);
    settings.optional(settings.inputCols()).ifPresent(model::setInputCols);
    settings.optional(settings.predictionCol()).ifPresent(model::setOutputCol);
    return model;
  }

  // Folder

  private Path folder(SparkContext spark) {
    try {
      String set = settings.optional(settings.cacheDir()).orElse(null);
      if (set == null && !spark.master().startsWith("local")) {
        throw new NyalaSparkException(
            "set cacheDir to a folder on storage that the driver and all executors share, for the "
                + "rows and checkpoints during the training");
      }
      if (set == null) {
        return Files.createTempDirectory("nyala-spark");
      }
      Path parent = set.startsWith("file:") ? Path.of(URI.create(set)) : Path.of(set);
      if (set.matches("[a-z0-9]{2,}:/.*") && !set.startsWith("file:")) {
        throw new NyalaSparkException(
            ("cacheDir %s: rows are read at random, for which a file system is needed that is "
                    + "mounted on all machines; give the path of one")
                .formatted(set));
      }
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, "nyala-spark");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a folder in cacheDir: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot delete {0}: {1}", folder, e.getMessage());
    }
  }

  // Rows

  private TrainingFiles write(Dataset<Row> rows, Model model, Path folder) {
    String[] inputCols = settings.optional(settings.inputCols()).orElse(null);
    String weight = settings.optional(settings.weightCol()).orElse(null);
    String validation = settings.optional(settings.validationIndicatorCol()).orElse(null);
    ArrayList<String[]> targets = targets(model.outputShapes().size());
    Dataset<Row> ordered =
        settings.optional(settings.orderCol()).map(c -> rows.orderBy(column(c))).orElse(rows);
    if (inputCols != null) {
      Set<String> needed = new LinkedHashSet<>(List.of(inputCols));
      targets.forEach(each -> needed.addAll(List.of(each)));
      Stream.of(weight, validation).filter(c -> c != null).forEach(needed::add);
      List<String> present = List.of(rows.columns());
      ordered =
          ordered.select(
              needed.stream()
                  .filter(present::contains)
                  .map(SparkFit::column)
                  .toArray(Column[]::new));
    }
    ArrayList<InputReader> inputs =
        new ArrayList<>(
            InputColumns.readers(
                new Served(model), ordered.schema(), inputCols, ImageFitting.DEFAULT));
    for (InputReader input : inputs) {
      if (!input.isFixed()) {
        throw new NyalaSparkException(
            ("%s: rows for a training need equally many values; let the network begin with an input "
                    + "of a known shape, and pad the rows to it")
                .formatted(input));
      }
    }
    ArrayList<int[]> shapes = new ArrayList<>();
    model.outputShapes().forEach(shape -> shapes.add(shape.with(0, 1).dims()));
    TrainingFiles files =
        new TrainingFiles(
            folder.toString(),
            parts(
                ordered,
                new RowsWriter(folder.toString(), inputs, targets, shapes, weight, validation)),
            inputs.size(),
            targets.size(),
            weight != null);
    if (files.rows(TrainingFiles.Use.TRAINING) == 0) {
      throw new NyalaSparkException("there are no rows to train with");
    }
    if (validation != null && files.rows(TrainingFiles.Use.VALIDATION) == 0) {
      throw new NyalaSparkException(
          "column \"%s\" is true in no row, so there are none to validate with"
              .formatted(validation));
    }
    return files;
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** Returns the columns of each target. */
  private ArrayList<String[]> targets(int outputs) {
    String[] columns = settings.getOrDefault(settings.labelCols());
    ArrayList<String[]> targets = new ArrayList<>();
    if (outputs == 1) {
      targets.add(columns);
    } else if (columns.length != outputs) {
      throw new IllegalArgumentException(
          "labelCols: the network has %d outputs, each of which needs one column, got %s"
              .formatted(outputs, Arrays.toString(columns)));
    } else {
      Arrays.stream(columns).forEach(column -> targets.add(new String[] {column}));
    }
    return targets;
  }

  private static ArrayList<TrainingFiles.Part> parts(Dataset<Row> rows, RowsWriter writer) {
    List<String> lines;
    try {
      lines = rows.toJavaRDD().mapPartitionsWithIndex(writer, true).collect();
    } catch (Exception e) { // Scala does not declare that it is a SparkException
      String refusal = SparkReasons.refusal(e);
      if (refusal != null) {
        throw new NyalaSparkException(refusal, e);
      }
      throw e;
    }
    ArrayList<TrainingFiles.Part> parts = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      TrainingFiles.Part part =
          new TrainingFiles.Part(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      if (part.training() + part.validation() > 0) {
        parts.add(part);
      }
    }
    return parts;
  }
}
