// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.batches.BatchSource;
import io.nyala.models.core.Inputs;
import io.nyala.models.training.Checkpointer;
import io.nyala.models.training.DataPosition;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Options for {@code fit}; intended for {@code import static io.nyala.models.FitOptions.fit}.
 *
 * <pre>{@code
 * model.fit(x, y, fit().epochs(50).batchSize(128).validationSplit(0.2));
 * }</pre>
 */
public final class FitOptions {
  private int epochs = 1;
  private int initialEpoch;
  private Integer batchSize;
  private Integer stepsPerEpoch;
  private boolean shuffle = true;
  private Long seed;
  private double validationSplit;
  private List<Tensor> validationX;
  private List<Tensor> validationY;
  private BatchSource validationSource;
  private List<Tensor> validationWeights = List.of();
  private Integer validationBatchSize;
  private int validationSteps = Integer.MAX_VALUE;
  private int validationFreq = 1;
  private Map<Integer, Double> classWeight;
  private List<Tensor> sampleWeights = List.of();
  private final List<Callback> callbacks = new ArrayList<>();
  private Checkpointer checkpoints;

  private FitOptions() {}

  /** Returns the default options, as in Keras: one epoch, a batch size of 32, shuffled. */
  public static FitOptions fit() {
    return new FitOptions();
  }

  /** Sets the number of the last epoch, at least 1; default 1. */
  public FitOptions epochs(int last) {
    this.epochs = atLeast("epochs", last, 1);
    return this;
  }

  /**
   * Sets the epoch at which to start, counted from 0, for resuming an earlier training run; default
   * 0.
   */
  public FitOptions initialEpoch(int first) {
    this.initialEpoch = atLeast("initialEpoch", first, 0);
    return this;
  }

  /** Sets the batch size; the last batch of an epoch may be smaller. Default 32. */
  public FitOptions batchSize(int rows) {
    this.batchSize = atLeast("batchSize", rows, 1);
    return this;
  }

  /**
   * Sets the number of steps per epoch; default: the number of batches. The next epoch continues
   * where this one ended; after the last row, the data start over.
   */
  public FitOptions stepsPerEpoch(int steps) {
    this.stepsPerEpoch = atLeast("stepsPerEpoch", steps, 1);
    return this;
  }

  /**
   * Sets whether to shuffle the rows before each epoch; default true. A second call of {@code fit}
   * on the same model uses new orders, see {@link DataPosition}. Ignored for a {@code BatchSource},
   * whose batches keep their order.
   */
  public FitOptions shuffle(boolean on) {
    this.shuffle = on;
    return this;
  }

  /** Sets the seed for shuffling; default: the seed of the model. */
  public FitOptions seed(long newSeed) {
    this.seed = newSeed;
    return this;
  }

  /**
   * Sets the fraction of the rows to hold out for validation, taken from the end before shuffling;
   * default 0.
   */
  public FitOptions validationSplit(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("validationSplit must be in [0, 1), got " + share);
    }
    this.validationSplit = share;
    return this;
  }

  /** Sets the validation data, evaluated after each epoch; overrides {@code validationSplit}. */
  public FitOptions validation(Tensor x, Tensor y) {
    return validation(Inputs.one("validation x", x), Inputs.one("validation y", y));
  }

  /** Sets the validation data, evaluated after each epoch; overrides {@code validationSplit}. */
  public FitOptions validation(List<Tensor> x, List<Tensor> y) {
    return validation(x, y, List.of());
  }

  /**
   * Sets the validation data, evaluated after each epoch, with sample weights for each output or
   * none.
   */
  public FitOptions validation(List<Tensor> x, List<Tensor> y, List<Tensor> weights) {
    this.validationX = Arguments.allGiven("validation x", x);
    this.validationY = Arguments.allGiven("validation y", y);
    this.validationWeights = Arguments.allGiven("validation weights", weights);
    this.validationSource = null;
    return this;
  }

  /**
   * Sets the validation data, evaluated after each epoch, always in the order of the first pass;
   * overrides {@code validationSplit}.
   */
  public FitOptions validation(BatchSource data) {
    this.validationSource = Arguments.given("validation data", data);
    this.validationX = null;
    return this;
  }

  /** Sets the batch size for validation; default: the batch size of training. */
  public FitOptions validationBatchSize(int rows) {
    this.validationBatchSize = atLeast("validationBatchSize", rows, 1);
    return this;
  }

  /** Sets the maximum number of batches per validation; default: all. */
  public FitOptions validationSteps(int most) {
    this.validationSteps = atLeast("validationSteps", most, 1);
    return this;
  }

  /** Sets the number of epochs between validations; default 1. */
  public FitOptions validationFreq(int epochsBetween) {
    this.validationFreq = atLeast("validationFreq", epochsBetween, 1);
    return this;
  }

  /**
   * Sets weights for the rows by class (an integer label, or the position of the 1 in one-hot
   * targets); classes not listed have weight 1.
   *
   * @throws IllegalArgumentException if a weight is negative, NaN or infinite
   */
  public FitOptions classWeight(Map<Integer, Double> weights) {
    Arguments.given("class weights", weights)
        .forEach(
            (label, weight) -> {
              if (label == null || weight == null || !(weight >= 0) || weight.isInfinite()) {
                throw new IllegalArgumentException(
                    "class weights must be finite and at least 0, got %s for class %s"
                        .formatted(weight, label));
              }
            });
    this.classWeight = Map.copyOf(weights);
    return this;
  }

  /**
   * Sets sample weights for the losses of all outputs, of shape {@code (rows,)} or with more axes.
   */
  public FitOptions sampleWeight(Tensor weights) {
    return sampleWeights(Inputs.one("sample weights", weights));
  }

  /** Sets sample weights for each output. */
  public FitOptions sampleWeights(List<Tensor> weights) {
    this.sampleWeights = Arguments.allGiven("sample weights", weights);
    return this;
  }

  /** Adds callbacks, called in this order. */
  public FitOptions callbacks(Callback... added) {
    callbacks.addAll(Arguments.eachGiven("callbacks", added));
    return this;
  }

  /**
   * Saves the training state with this checkpointer, and resumes from its latest checkpoint if
   * there is one. With the same model, data, options and callbacks, an interrupted run ends with
   * the same weights as an uninterrupted one.
   */
  public FitOptions checkpoints(Checkpointer keeper) {
    this.checkpoints = Arguments.given("checkpoints", keeper);
    return this;
  }

  private static int atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
    return value;
  }

  // For the trainer

  int epochs() {
    return epochs;
  }

  int initialEpoch() {
    return initialEpoch;
  }

  boolean shuffle() {
    return shuffle;
  }

  /**
   * Returns the batch size: the one that was set, else the one that follows from the steps per
   * epoch, else 32.
   */
  int batchSizeFor(int rows) {
    if (batchSize != null) {
      return batchSize;
    }
    return stepsPerEpoch != null ? Math.ceilDiv(rows, stepsPerEpoch) : EvaluateOptions.BATCH;
  }

  long seedOr(long otherwise) {
    return seed != null ? seed : otherwise;
  }

  boolean validatesAfter(int epoch) {
    return (epoch + 1) % validationFreq == 0;
  }

  int validationFreq() {
    return validationFreq;
  }

  /** Returns whether validation, if there is any, runs after at least one epoch. */
  boolean everValidates() {
    return epochs / validationFreq > initialEpoch / validationFreq;
  }

  int validationSteps() {
    return validationSteps;
  }

  int validationBatchSizeOr(int batch) {
    return validationBatchSize != null ? validationBatchSize : batch;
  }

  double validationSplit() {
    return validationX == null && validationSource == null ? validationSplit : 0;
  }

  BatchSource validationSource() {
    return validationSource;
  }

  Integer stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** Throws if a setting does not apply to a {@code BatchSource}. */
  void refuseWhatRowsNeed() {
    if (batchSize != null) {
      throw new IllegalArgumentException(
          "the data come in batches already, so batchSize cannot be set; make batches of "
              + batchSize
              + " where the data are made");
    }
    if (!sampleWeights.isEmpty()) {
      throw new IllegalArgumentException(
          "data that come in batches contain their sample weights; do not set them twice");
    }
    if (validationSplit() > 0) {
      throw new IllegalArgumentException(
          "validationSplit needs tensors; for data that come in batches, set separate validation "
              + "data");
    }
  }

  List<Tensor> validationX() {
    return validationX;
  }

  List<Tensor> validationY() {
    return validationY;
  }

  List<Tensor> validationWeights() {
    return validationWeights;
  }

  Map<Integer, Double> classWeight() {
    return classWeight;
  }

  List<Tensor> sampleWeights() {
    return sampleWeights;
  }

  List<Callback> callbacks() {
    return callbacks;
  }

  /** Returns the checkpointer, or null. */
  Checkpointer checkpoints() {
    return checkpoints;
  }
}
