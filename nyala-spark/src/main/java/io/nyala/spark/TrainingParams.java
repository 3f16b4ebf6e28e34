// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.models.DataParallel;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable;
import scala.Function1;

/**
 * The parameters of a training on Spark, as Spark ML knows them. {@code ParamGridBuilder} takes
 * what these methods return.
 */
public abstract class TrainingParams extends Estimator<NyalaModel> {
  /** The setting of Spark with the password of {@link #keyStore}. */
  public static final String KEY_STORE_PASSWORD = "spark.nyala.keyStorePassword";

  private static final long serialVersionUID = 1L;
  private static final int BATCH = 32;
  private static final int SECONDS = 120;
  private static final int RESTARTS = 5;
  private static final int PATIENCE = 15;

  private final String uid;
  private final Param<String> network;
  private final Param<String> loss;
  private final Param<String> optimizer;
  private final DoubleParam learningRate;
  private final StringArrayParam metrics;
  private final LongParam seed;
  private final StringArrayParam inputCols;
  private final StringArrayParam labelCols;
  private final Param<String> predictionCol;
  private final Param<String> weightCol;
  private final Param<String> validationIndicatorCol;
  private final DoubleParam validationSplit;
  private final Param<String> orderCol;
  private final IntParam epochs;
  private final IntParam patience;
  private final Param<String> monitor;
  private final DoubleParam minDelta;
  private final IntParam batchSize;
  private final IntParam shards;
  private final IntParam workers;
  private final Param<String> cacheDir;
  private final IntParam checkpointSteps;
  private final Param<String> logDir;
  private final Param<String> keyStore;
  private final IntParam timeout;
  private final IntParam maxRestarts;
  private final IntParam restartPatience;

  TrainingParams(String uid) {
    this.uid = uid;
    network = text("network", "the network, as NyalaEstimator.encoded(model) returns it");
    loss = text("loss", "the loss: its name in Keras, or its configuration as JSON");
    optimizer = text("optimizer", "the optimizer: its name in Keras, or its configuration as JSON");
    learningRate =
        new DoubleParam((Identifiable) this, "learningRate", "the learning rate", above(0));
    metrics = new StringArrayParam(this, "metrics", "the metrics: names in Keras, or JSON");
    seed = new LongParam((Identifiable) this, "seed", "the seed of weights, row order and dropout");
    inputCols = new StringArrayParam(this, "inputCols", "the columns with the inputs");
    labelCols = new StringArrayParam(this, "labelCols", "the columns with the targets");
    predictionCol = text("predictionCol", "the column for the predictions");
    weightCol = text("weightCol", "the column with the weights of rows");
    validationIndicatorCol =
        text("validationIndicatorCol", "the column that is true in rows to validate with");
    validationSplit =
        new DoubleParam(
            (Identifiable) this,
            "validationSplit",
            "the part of the rows, at the end, to validate with",
            ParamValidators.inRange(0, 1, true, false));
    orderCol = text("orderCol", "a column with distinct values, by which rows are sorted first");
    epochs = count("epochs", "the number of epochs", 1);
    patience = count("patience", "the epochs without improvement after which training stops", 0);
    monitor = text("monitor", "the loss or metric whose improvement early stopping awaits");
    minDelta =
        new DoubleParam(
            (Identifiable) this,
            "minDelta",
            "the smallest change that is an improvement",
            ParamValidators.gtEq(0));
    batchSize = count("batchSize", "the rows of a batch", 1);
    shards = count("shards", "the parts of a batch; results depend on it", 1);
    workers = count("workers", "the number of workers; 0 for one in each slot", 0);
    cacheDir = text("cacheDir", "a folder on storage that driver and executors share");
    checkpointSteps = count("checkpointSteps", "the steps between checkpoints; 0: each epoch", 0);
    logDir = text("logDir", "a folder for TensorBoard, on storage that the executors share");
    keyStore = text("keyStore", "a PKCS12 key store, on each executor, to encrypt with");
    timeout = count("timeout", "how many seconds a worker waits for another one in a step", 1);
    maxRestarts = count("maxRestarts", "how often to go on after the loss of a worker", 0);
    restartPatience =
        count("restartPatience", "how many seconds to wait for lost slots before going on", 0);
    setDefault(labelCols, new String[] {"label"});
    setDefault(metrics, new String[0]);
    setDefault(validationSplit, 0.0);
    setDefault(epochs, 1);
    setDefault(monitor, "val_loss");
    setDefault(minDelta, 0.0);
    setDefault(batchSize, BATCH);
    setDefault(shards, DataParallel.SHARDS);
    setDefault(workers, 0);
    setDefault(checkpointSteps, 0);
    setDefault(timeout, SECONDS);
    setDefault(maxRestarts, RESTARTS);
    setDefault(restartPatience, PATIENCE);
  }

  private Param<String> text(String name, String doc) {
    return new Param<>((Identifiable) this, name, doc);
  }

  private IntParam count(String name, String doc, int least) {
    return new IntParam((Identifiable) this, name, doc, ParamValidators.gtEq(least));
  }

  private static Function1<Object, Object> above(double bound) {
    return ParamValidators.gt(bound);
  }

  final <T> Optional<T> optional(Param<T> param) {
    return isDefined(param) ? Optional.of(getOrDefault(param)) : Optional.empty();
  }

  final int number(IntParam param) {
    return (Integer) getOrDefault(param);
  }

  /** Returns whether rows are held out to validate with; at most one param may say which. */
  final boolean validates() {
    boolean split = (Double) getOrDefault(validationSplit) > 0;
    if (split && isDefined(validationIndicatorCol)) {
      throw new IllegalArgumentException(
          "both validationIndicatorCol and validationSplit say which rows to validate with; set one");
    }
    return split || isDefined(validationIndicatorCol);
  }

  @Override
  public final String uid() {
    return uid;
  }

  /** The network, as {@link NyalaEstimator#encoded} returns it. Required. */
  public final Param<String> network() {
    return network;
  }

  /** The loss: its name in Keras, or its configuration as JSON; default that of the network. */
  public final Param<String> loss() {
    return loss;
  }

  /** The optimizer, in the same way. With a new loss and no optimizer, that of the network. */
  public final Param<String> optimizer() {
    return optimizer;
  }

  /** The learning rate; default that of the optimizer. */
  public final DoubleParam learningRate() {
    return learningRate;
  }

  /** The metrics: names in Keras, or their configurations as JSON. */
  public final StringArrayParam metrics() {
    return metrics;
  }

  /**
   * The seed from which the initial weights are drawn anew, and that of row order and dropout. By
   * default, training starts with the weights of the network, and the seed is 0.
   */
  public final LongParam seed() {
    return seed;
  }

  /** The columns with the inputs; default those with the names of the inputs. */
  public final StringArrayParam inputCols() {
    return inputCols;
  }

  /** The columns with the targets; default {@code label}. */
  public final StringArrayParam labelCols() {
    return labelCols;
  }

  /** The column for the predictions of the only output; default {@code prediction}. */
  public final Param<String> predictionCol() {
    return predictionCol;
  }

  /** The column with the weights of rows in the loss; default none. */
  public final Param<String> weightCol() {
    return weightCol;
  }

  /** A column of booleans: true in rows to validate with after each epoch; default none. */
  public final Param<String> validationIndicatorCol() {
    return validationIndicatorCol;
  }

  /** The part of the rows, at the end, to validate with; default 0. */
  public final DoubleParam validationSplit() {
    return validationSplit;
  }

  /** A column with distinct values, by which rows are sorted before training; default none. */
  public final Param<String> orderCol() {
    return orderCol;
  }

  /** The number of epochs; default 1. */
  public final IntParam epochs() {
    return epochs;
  }

  /**
   * The number of epochs without improvement after which training stops early, and the model gets
   * the weights of the best epoch; by default, training does not stop early.
   */
  public final IntParam patience() {
    return patience;
  }

  /** The loss or metric whose improvement early stopping awaits; default {@code val_loss}. */
  public final Param<String> monitor() {
    return monitor;
  }

  /** The smallest change that is an improvement; default 0. */
  public final DoubleParam minDelta() {
    return minDelta;
  }

  /** The rows of a batch, over all workers; default 32. */
  public final IntParam batchSize() {
    return batchSize;
  }

  /** The parts of a batch; default 4. Results depend on it, but not on the number of workers. */
  public final IntParam shards() {
    return shards;
  }

  /** The number of workers, each a task; default one in each slot, but at most one per shard. */
  public final IntParam workers() {
    return workers;
  }

  /**
   * A folder on storage that driver and executors share, for rows and checkpoints during the
   * training; default a temporary folder if the cluster is this machine.
   */
  public final Param<String> cacheDir() {
    return cacheDir;
  }

  /** The steps between checkpoints; by default there is one after each epoch. */
  public final IntParam checkpointSteps() {
    return checkpointSteps;
  }

  /** A folder for TensorBoard on storage that the executors share; default none. */
  public final Param<String> logDir() {
    return logDir;
  }

  /**
   * A PKCS12 key store with which workers encrypt what they send each other: a path that each
   * executor can read, or the name of a file given with {@code --files}. Its password is Spark's
   * setting {@value #KEY_STORE_PASSWORD}, which is not saved with the estimator. Default none:
   * workers only prove that they belong to the training.
   */
  public final Param<String> keyStore() {
    return keyStore;
  }

  /** How many seconds a worker waits for another one in a step; default 120. */
  public final IntParam timeout() {
    return timeout;
  }

  /** How often the training goes on after the loss of a worker; default 5. */
  public final IntParam maxRestarts() {
    return maxRestarts;
  }

  /**
   * How many seconds to wait for lost slots to come back, before the training goes on with those
   * that are left; default 15.
   */
  public final IntParam restartPatience() {
    return restartPatience;
  }
}
