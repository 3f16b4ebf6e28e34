// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.models.Model;
import io.nyala.settings.Arguments;
import io.nyala.settings.Names;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a network with the rows of a DataFrame, by several executors together:
 *
 * <pre>{@code
 * NyalaModel trained =
 *     new NyalaEstimator(compiled)
 *         .setInputCols("features")
 *         .setLabelCols("label")
 *         .setEpochs(20)
 *         .setBatchSize(256)
 *         .setCacheDir("/shared/nyala")
 *         .fit(rows);
 * }</pre>
 *
 * <p>The rows are written once to a folder that all executors see. Then all workers train in one
 * barrier stage, each with the rows of its shards of each batch. The weights are bit for bit those
 * of {@code model.fit(x, y, ...)} on one machine with {@code DataParallel} and the same number of
 * shards, for any number of workers and also if workers are lost meanwhile. The order of rows
 * matters: it is that of the partitions, and within them that in which Spark computes them. It is
 * always the same for rows that come from files; after a shuffle, set {@link #orderCol}.
 *
 * <p>The input columns are those of {@link NyalaModel}. The numbers of the label columns, one after
 * the other, are the targets; for a network with several outputs, each has one column.
 */
public final class NyalaEstimator extends TrainingParams implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private transient Consumer<String> progress;

  /** Creates an estimator whose network is yet to be set. */
  public NyalaEstimator() {
    this(Identifiable$.MODULE$.randomUID("nyala"));
  }

  /** Creates an estimator with this id; Spark uses it to read one from a file. */
  public NyalaEstimator(String uid) {
    super(uid);
  }

  /**
   * Creates an estimator of a network.
   *
   * @param model the network with a known input; compiled, unless {@link #setLoss} is called
   */
  public NyalaEstimator(Model model) {
    this();
    setNetwork(model);
  }

  /** Returns a network with its weights and compilation as a text, for {@link #network}. */
  public static String encoded(Model model) {
    return Base64.getEncoder()
        .encodeToString(ModelFile.of(Arguments.given("model", model)).bytes());
  }

  /** Returns a reader of estimators that were saved with {@link #write} or {@code save}. */
  public static MLReader<NyalaEstimator> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was saved. */
  public static NyalaEstimator load(String path) {
    return read().load(Arguments.given("path", path));
  }

  /** Returns the network of a text that {@link #encoded} returned. */
  static byte[] decoded(String text) {
    return Base64.getDecoder().decode(text);
  }

  @Override
  public NyalaModel fit(Dataset<?> dataset) {
    Arguments.given("dataset", dataset);
    return new SparkFit(this, progress == null ? line -> {} : progress).fit(dataset.toDF());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Arguments.given("schema", schema);
    require(schema, labelCols().name(), getOrDefault(labelCols()));
    for (Param<String> each : List.of(weightCol(), validationIndicatorCol(), orderCol())) {
      optional(each).ifPresent(column -> require(schema, each.name(), column));
    }
    validates();
    StoppingPlan.of(this);
    return schema;
  }

  private static void require(StructType schema, String param, String... columns) {
    List<String> present = List.of(schema.fieldNames());
    for (String column : columns) {
      if (!present.contains(column)) {
        throw new IllegalArgumentException(
            "%s: there is no column \"%s\"; %s"
                .formatted(param, column, Names.hint(column, present)));
      }
    }
  }

  @Override
  public NyalaEstimator copy(ParamMap extra) {
    NyalaEstimator copy = new NyalaEstimator(uid());
    copyValues(copy, extra);
    copy.progress = progress;
    return copy;
  }

  // Setters

  private <T> NyalaEstimator with(Param<T> param, T value) {
    set(param, Arguments.given(param.name(), value));
    return this;
  }

  /** Sets the network. */
  public NyalaEstimator setNetwork(Model model) {
    return with(network(), encoded(model));
  }

  /** Sets the loss by its name in Keras. */
  public NyalaEstimator setLoss(String value) {
    return with(loss(), value);
  }

  /** Sets the optimizer by its name in Keras. */
  public NyalaEstimator setOptimizer(String value) {
    return with(optimizer(), value);
  }

  /** Sets the learning rate. */
  public NyalaEstimator setLearningRate(double value) {
    return with(learningRate(), value);
  }

  /** Sets the metrics by their names in Keras. */
  public NyalaEstimator setMetrics(String... values) {
    return with(metrics(), values);
  }

  /** Sets the seed. */
  public NyalaEstimator setSeed(long value) {
    return with(seed(), value);
  }

  /** Sets the input columns. */
  public NyalaEstimator setInputCols(String... values) {
    return with(inputCols(), values);
  }

  /** Sets the label columns. */
  public NyalaEstimator setLabelCols(String... values) {
    return with(labelCols(), values);
  }

  /** Sets the column for the predictions. */
  public NyalaEstimator setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column with the weights of rows. */
  public NyalaEstimator setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets the column that is true in rows to validate with. */
  public NyalaEstimator setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol(), value);
  }

  /** Sets the part of the rows to validate with. */
  public NyalaEstimator setValidationSplit(double value) {
    return with(validationSplit(), value);
  }

  /** Sets the column by which rows are sorted first. */
  public NyalaEstimator setOrderCol(String value) {
    return with(orderCol(), value);
  }

  /** Sets the number of epochs. */
  public NyalaEstimator setEpochs(int value) {
    return with(epochs(), value);
  }

  /** Sets the number of epochs without improvement after which training stops early. */
  public NyalaEstimator setPatience(int epochs) {
    return with(patience(), epochs);
  }

  /** Sets the loss or metric whose improvement early stopping awaits. */
  public NyalaEstimator setMonitor(String quantity) {
    return with(monitor(), quantity);
  }

  /** Sets the smallest change that is an improvement. */
  public NyalaEstimator setMinDelta(double value) {
    return with(minDelta(), value);
  }

  /** Sets the rows of a batch. */
  public NyalaEstimator setBatchSize(int value) {
    return with(batchSize(), value);
  }

  /** Sets the parts of a batch. */
  public NyalaEstimator setShards(int value) {
    return with(shards(), value);
  }

  /** Sets the number of workers. */
  public NyalaEstimator setWorkers(int value) {
    return with(workers(), value);
  }

  /** Sets the folder for rows and checkpoints. */
  public NyalaEstimator setCacheDir(String value) {
    return with(cacheDir(), value);
  }

  /** Sets the steps between checkpoints. */
  public NyalaEstimator setCheckpointSteps(int value) {
    return with(checkpointSteps(), value);
  }

  /** Sets the folder for TensorBoard. */
  public NyalaEstimator setLogDir(String value) {
    return with(logDir(), value);
  }

  /** Sets {@link #keyStore}. */
  public NyalaEstimator setKeyStore(String value) {
    return with(keyStore(), value);
  }

  /** Sets how many seconds a worker waits for another one. */
  public NyalaEstimator setTimeout(int seconds) {
    return with(timeout(), seconds);
  }

  /** Sets how often the training goes on after the loss of a worker. */
  public NyalaEstimator setMaxRestarts(int value) {
    return with(maxRestarts(), value);
  }

  /** Sets how many seconds to wait for lost slots. */
  public NyalaEstimator setRestartPatience(int seconds) {
    return with(restartPatience(), seconds);
  }

  /** Sets the consumer of a line after each epoch, in the driver; none by default. */
  public NyalaEstimator setProgress(Consumer<String> lines) {
    this.progress = Arguments.given("progress", lines);
    return this;
  }
}
