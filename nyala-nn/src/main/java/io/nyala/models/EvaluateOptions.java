// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.models.core.Inputs;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Options for {@code evaluate}; intended for {@code import static
 * io.nyala.models.EvaluateOptions.evaluate}.
 */
public final class EvaluateOptions {
  /** The default batch size, as in Keras. */
  static final int BATCH = 32;

  private int batchSize = BATCH;
  private int steps = Integer.MAX_VALUE;
  private List<Tensor> sampleWeights = List.of();
  private final List<Callback> callbacks = new ArrayList<>();

  private EvaluateOptions() {}

  /** Returns the default options, as in Keras: a batch size of 32. */
  public static EvaluateOptions evaluate() {
    return new EvaluateOptions();
  }

  /** Sets the batch size; default 32. */
  public EvaluateOptions batchSize(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + rows);
    }
    this.batchSize = rows;
    return this;
  }

  /** Sets the maximum number of batches to evaluate, starting at the first row; default: all. */
  public EvaluateOptions steps(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("steps must be at least 1, got " + most);
    }
    this.steps = most;
    return this;
  }

  /**
   * Sets sample weights for the losses of all outputs, of shape {@code (rows,)} or with more axes.
   */
  public EvaluateOptions sampleWeight(Tensor weights) {
    return sampleWeights(Inputs.one("sample weights", weights));
  }

  /** Sets sample weights for each output. */
  public EvaluateOptions sampleWeights(List<Tensor> weights) {
    this.sampleWeights = Arguments.allGiven("sample weights", weights);
    return this;
  }

  /** Adds callbacks, called in this order. */
  public EvaluateOptions callbacks(Callback... added) {
    callbacks.addAll(Arguments.eachGiven("callbacks", added));
    return this;
  }

  int batchSize() {
    return batchSize;
  }

  int steps() {
    return steps;
  }

  List<Tensor> sampleWeights() {
    return sampleWeights;
  }

  List<Callback> callbacks() {
    return callbacks;
  }
}
