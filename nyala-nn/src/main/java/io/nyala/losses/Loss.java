// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** What training makes small. Subclasses say the loss of each sample in {@link #values}. */
public abstract class Loss {
  private final String name;
  private Reduction reduction = Reduction.SUM_OVER_BATCH_SIZE;

  /** Creates a loss with Keras's name for it, for example {@code mean_squared_error}. */
  protected Loss(String name) {
    this.name = name;
  }

  /**
   * Returns one number for each sample (and step), usually a mean or sum over the last axis.
   *
   * @param yTrue the targets, of the rank of {@code yPred} where that can be had by an axis of 1
   * @param yPred the predictions {@code (batch, ...)}
   */
  protected abstract Value values(Value yTrue, Value yPred);

  /** Returns Keras's name, for example {@code mean_squared_error}. */
  public final String name() {
    return name;
  }

  /** Returns how samples become one number. */
  public final Reduction reduction() {
    return reduction;
  }

  /** Sets how samples become one number. */
  public Loss reduction(Reduction newReduction) {
    this.reduction = newReduction;
    return this;
  }

  /** Returns one number for each sample, after aligning the ranks of targets and predictions. */
  public final Value perSample(Value yTrue, Value yPred) {
    Value aligned = align(yTrue, yPred);
    return values(aligned, yPred);
  }

  /**
   * Returns the reduced loss, a scalar (or one number for each sample with {@link Reduction#NONE}).
   *
   * @param sampleWeight {@code (batch,)} or of the per-sample shape, or null
   * @param mask truth values of the per-sample shape, or null
   */
  public final Value of(Value yTrue, Value yPred, Value sampleWeight, Value mask) {
    return reduction.reduce(perSample(yTrue, yPred), sampleWeight, mask);
  }

  /** Gives the targets the rank of the predictions where an axis of 1 is missing or too many. */
  protected Value align(Value yTrue, Value yPred) {
    Shape t = yTrue.shape();
    Shape p = yPred.shape();
    if (t.rank() == p.rank() + 1 && t.last() == 1) {
      return Ops.squeeze(yTrue, -1);
    }
    if (t.rank() + 1 == p.rank() && p.last() == 1) {
      return Ops.expandDims(yTrue, -1);
    }
    return yTrue;
  }

  /** Returns Keras's class name, for example {@code MeanSquaredError}. */
  public String className() {
    return getClass().getSimpleName();
  }

  /** Returns the settings under Keras's names. */
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("reduction", reduction.kerasName());
    return config;
  }
}
