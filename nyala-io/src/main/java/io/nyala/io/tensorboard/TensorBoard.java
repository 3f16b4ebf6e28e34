// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import io.nyala.layers.base.Weight;
import io.nyala.models.Callback;
import io.nyala.saving.Weights;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logs training to event files. Names, steps and options match Keras's ({@code
 * callbacks/tensorboard.py}, 3.15), so dashboards made for Keras runs work.
 *
 * <p>The run {@code train} contains {@code epoch_loss} and other metrics, {@code
 * epoch_learning_rate}, histograms and graphs; the run {@code validation} contains the same names
 * for validation. Steps are epochs, starting at 0. Everything is readable immediately and is kept
 * if the process is killed.
 */
public final class TensorBoard extends Callback {
  private static final String VALIDATION = "val_";

  private final Path logDir;
  private int histogramFreq;
  private boolean writeGradients = true;
  private boolean writeGraph = true;
  private boolean writeImages;
  private boolean writeStepsPerSecond;
  private int updateFreq;
  private int embeddingsFreq;
  private final Map<String, Path> embeddingsMetadata = new LinkedHashMap<>();
  private Map<String, ?> hparams;

  private SummaryWriter train;
  private SummaryWriter validation;
  private SummaryWriter session;
  private long globalBatch;
  private long epochBegan;
  private long batchesBefore;
  private long batchBegan;

  /**
   * Creates a callback that writes to the subfolders {@code train} and {@code validation} of a
   * folder.
   */
  public TensorBoard(Path logDir) {
    this.logDir = logDir;
  }

  /**
   * Creates a callback that writes to the subfolders {@code train} and {@code validation} of a
   * folder.
   */
  public static TensorBoard tensorBoard(Path logDir) {
    return new TensorBoard(logDir);
  }

  // Options

  /** Sets the number of epochs between histograms of all weights; default 0, never. */
  public TensorBoard histogramFreq(int epochs) {
    this.histogramFreq = atLeastZero("histogramFreq", epochs);
    return this;
  }

  /**
   * Sets whether histograms of gradients are written with those of weights, from the last step of
   * the epoch and after clipping; default true. Keras has no such option.
   */
  public TensorBoard writeGradients(boolean on) {
    this.writeGradients = on;
    return this;
  }

  /** Sets whether the model's graphs are written; default true. */
  public TensorBoard writeGraph(boolean on) {
    this.writeGraph = on;
    return this;
  }

  /** Sets whether weights are also written as images, along with the histograms; default false. */
  public TensorBoard writeImages(boolean on) {
    this.writeImages = on;
    return this;
  }

  /** Sets whether steps per second are written; default false. */
  public TensorBoard writeStepsPerSecond(boolean on) {
    this.writeStepsPerSecond = on;
    return this;
  }

  /**
   * Sets how often losses and metrics of batches are written, as {@code batch_loss} and so on.
   *
   * @param batches the number of batches between values, counted from the start of training; 0, the
   *     default, for epochs only
   */
  public TensorBoard updateFreq(int batches) {
    this.updateFreq = atLeastZero("updateFreq", batches);
    return this;
  }

  /**
   * Sets how often to write, as in Keras.
   *
   * @param each {@code "batch"} or {@code "epoch"}, the default
   */
  public TensorBoard updateFreq(String each) {
    return switch (each) {
      case "batch" -> updateFreq(1);
      case "epoch" -> updateFreq(0);
      default ->
          throw new IllegalArgumentException(
              "updateFreq must be \"batch\", \"epoch\" or a number of batches, got \"%s\""
                  .formatted(each));
    };
  }

  /**
   * Sets the number of epochs between writes of all embedding layers for the projector; default 0,
   * never.
   */
  public TensorBoard embeddingsFreq(int epochs) {
    this.embeddingsFreq = atLeastZero("embeddingsFreq", epochs);
    return this;
  }

  /**
   * Sets the row labels of an embedding; requires {@link #embeddingsFreq}, otherwise training
   * fails.
   *
   * @param layer the name of the embedding layer
   * @param file a line for each row; with several tab-separated columns, the first line names the
   *     columns
   */
  public TensorBoard embeddingsMetadata(String layer, Path file) {
    embeddingsMetadata.put(layer, file);
    return this;
  }

  /**
   * Sets the hyperparameters of this training for the HParams table, as {@code KerasCallback} of
   * TensorBoard's plugin does. They are written to the folder itself, and their session ends with
   * the training.
   *
   * @param values numbers, booleans and strings, such as {@code Map.of("rate", 0.01)}
   */
  public TensorBoard hparams(Map<String, ?> values) {
    this.hparams = Arguments.given("values", values);
    return this;
  }

  private static int atLeastZero(String what, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must be at least 0, got " + value);
    }
    return value;
  }

  // Training

  @Override
  protected boolean onlyOnFirstWorker() {
    return true;
  }

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public void onTrainBegin() {
    if (embeddingsFreq == 0 && !embeddingsMetadata.isEmpty()) {
      throw new IllegalArgumentException(
          "embeddingsMetadata names rows of %s, but no embeddings are written; set embeddingsFreq(1)"
              .formatted(embeddingsMetadata.keySet()));
    }
    close();
    train = SummaryWriter.open(logDir.resolve("train"));
    globalBatch = model().optimizer().iterations();
    if (hparams != null) {
      session = SummaryWriter.open(logDir);
      session.hparams(hparams);
    }
    if (writeGraph) {
      train.graph(model());
    }
    if (embeddingsFreq > 0) {
      Projector.write(logDir, model(), embeddingsMetadata);
    }
  }

  /** The batch number, from which training continues after an interruption. */
  @Override
  public Map<String, Object> state() {
    return Map.of("batch", globalBatch, "batches_before", batchesBefore);
  }

  @Override
  public void restore(Map<String, Object> state) {
    globalBatch = ((Number) state.get("batch")).longValue();
    batchesBefore = ((Number) state.get("batches_before")).longValue();
  }

  @Override
  public void onEpochBegin(int epoch) {
    epochBegan = System.nanoTime();
    batchesBefore = globalBatch;
  }

  @Override
  public void onTrainBatchBegin(int batch) {
    globalBatch++;
    if (isWritten()) {
      batchBegan = System.nanoTime();
    }
  }

  private boolean isWritten() {
    return updateFreq > 0 && globalBatch % updateFreq == 0;
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    if (!isWritten()) {
      return;
    }
    if (writeStepsPerSecond) {
      train.scalar("batch_steps_per_second", perSecond(1, batchBegan), globalBatch);
    }
    logs.forEach((name, value) -> train.scalar("batch_" + name, value, globalBatch));
  }

  private static double perSecond(long count, long since) {
    return count * 1e9 / Math.max(1, System.nanoTime() - since);
  }

  /** Writes Keras's validation curves over updates instead of epochs. */
  @Override
  public void onTestEnd(Map<String, Double> logs) {
    if (train == null) {
      return; // an evaluation outside of training
    }
    logs.forEach(
        (name, value) ->
            validation().scalar("evaluation_" + name + "_vs_iterations", value, iterations()));
  }

  private long iterations() {
    return model().optimizer().iterations();
  }

  private SummaryWriter validation() {
    if (validation == null) {
      validation = SummaryWriter.open(logDir.resolve("validation"));
    }
    return validation;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    double speed = perSecond(globalBatch - batchesBefore, epochBegan);
    logs.forEach(
        (name, value) -> {
          if (name.startsWith(VALIDATION)) {
            validation().scalar("epoch_" + name.substring(VALIDATION.length()), value, epoch);
          } else if (!name.equals("learning_rate")) { // if another callback has added it
            train.scalar("epoch_" + name, value, epoch);
          }
        });
    train.scalar("epoch_learning_rate", model().optimizer().learningRate(), epoch);
    if (writeStepsPerSecond) {
      train.scalar("epoch_steps_per_second", speed, epoch);
    }
    if (histogramFreq > 0 && epoch % histogramFreq == 0) {
      writeWeights(epoch);
    }
    if (embeddingsFreq > 0 && epoch % embeddingsFreq == 0) {
      Projector.write(logDir, model(), embeddingsMetadata);
    }
  }

  private void writeWeights(int epoch) {
    Map<Weight, Tensor> gradients = writeGradients ? model().gradients() : Map.of();
    List<Weight> weights = model().weights();
    List<String> names = Weights.names(model());
    for (int i = 0; i < weights.size(); i++) {
      Weight w = weights.get(i);
      train.histogram(names.get(i) + "/histogram", w.get(), epoch);
      Tensor gradient = gradients.get(w);
      if (gradient != null) {
        train.histogram(names.get(i) + "/gradient", gradient, epoch);
      }
      Tensor picture = writeImages ? WeightPictures.of(w.get()) : null;
      if (picture != null) {
        train.image(names.get(i) + "/image", picture, epoch);
      }
    }
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    if (session != null) {
      session.hparamsEnd(true);
    }
    close();
  }

  private void close() {
    if (train != null) {
      train.close();
      train = null;
    }
    if (validation != null) {
      validation.close();
      validation = null;
    }
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
