// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.io.ModelFiles;
import io.nyala.io.files.JsonLine;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A program that trains a network with a cluster of JVMs on this machine, for the recipe {@code
 * spark-wine}. Its folder contains {@code network.keras} and the rows to train and to validate with
 * as {@code .npy} files; it writes {@code trained.keras} and {@code history.json} there, and adds a
 * line to {@code progress.txt} after each epoch.
 */
final class LocalTraining {
  private static final double NANOS = 1e-9;
  private static final int MEBIBYTES = 1024;

  private LocalTraining() {}

  /**
   * Trains.
   *
   * @param arguments the folder, and the numbers of workers, shards, epochs, rows in a batch, and
   *     the seed
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int workers = Integer.parseInt(arguments[1]);
    List<Row> rows = new ArrayList<>();
    add(rows, folder, "train", false);
    add(rows, folder, "val", true);
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("label", DataTypes.FloatType)
            .add("held", DataTypes.BooleanType);
    try (SparkSession spark =
        session(
                "local-cluster[%d,1,%d]".formatted(workers, MEBIBYTES),
                System.getProperty("java.class.path"))
            .appName("spark-wine")
            .getOrCreate()) {
      NyalaEstimator estimator =
          new NyalaEstimator(ModelFiles.load(folder.resolve("network.keras")))
              .setInputCols("features")
              .setValidationIndicatorCol("held")
              .setCacheDir(folder.toString())
              .setWorkers(workers)
              .setShards(Integer.parseInt(arguments[2]))
              .setEpochs(Integer.parseInt(arguments[3]))
              .setBatchSize(Integer.parseInt(arguments[4]))
              .setSeed(Long.parseLong(arguments[5]));
      long start = System.nanoTime();
      Outcome trained =
          new SparkFit(estimator, line -> tell(folder, line))
              .train(spark.createDataFrame(rows, schema));
      Map<String, Object> history = new LinkedHashMap<>(trained.summary().history());
      history.put("seconds", (System.nanoTime() - start) * NANOS);
      Files.write(folder.resolve("trained.keras"), trained.model());
      Files.writeString(folder.resolve("history.json"), JsonLine.of(history));
    }
  }

  /** Returns settings for this machine alone, with which executors find these classes. */
  static SparkSession.Builder session(String master, String classPath) {
    return SparkSession.builder()
        .master(master)
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.extraClassPath", classPath)
        .config("spark.executor.extraJavaOptions", "--add-modules jdk.incubator.vector");
  }

  private static void tell(Path folder, String line) {
    try {
      Files.writeString(
          folder.resolve("progress.txt"), line + System.lineSeparator(), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the progress: " + e.getMessage(), e);
    }
  }

  private static void add(List<Row> rows, Path folder, String name, boolean held)
      throws IOException {
    Tensor x = Npy.read(folder.resolve(name + "-x.npy"));
    Tensor y = Npy.read(folder.resolve(name + "-y.npy"));
    for (int r = 0; r < x.shape().dim(0); r++) {
      List<Float> features = new ArrayList<>();
      for (int c = 0; c < x.shape().dim(1); c++) {
        features.add(x.at(r, c));
      }
      rows.add(RowFactory.create(features.toArray(), y.at(r, 0), held));
    }
  }
}
