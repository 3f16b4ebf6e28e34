// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What training makes small. Subclasses say the loss of each sample in {@link #values}; targets and
 * predictions of ranks that differ by an axis of 1 are aligned before, and samples are reduced to
 * one number after.
 */
public abstract class Loss implements Measure {
  /** The number with which Keras keeps logarithms and divisors from zero. */
  protected static final float EPSILON = 1e-7f;

  private final String name;
  private Reduction reduction = Reduction.SUM_OVER_BATCH_SIZE;

  /** Creates a loss with Keras's name for it, for example {@code mean_squared_error}. */
  protected Loss(String name) {
    this.name = Arguments.given("a loss's name", name);
  }

  /**
   * Returns one number for each sample (and step), usually a mean or sum over the last axis.
   *
   * @param yTrue the targets, of the rank of {@code yPred} where that can be had by an axis of 1
   * @param yPred the predictions {@code (batch, ...)}
   */
  protected abstract Value values(Value yTrue, Value yPred);

  /** Returns Keras's name, for example {@code mean_squared_error}. */
  @Override
  public final String name() {
    return name;
  }

  /** Returns how samples become one number. */
  public final Reduction reduction() {
    return reduction;
  }

  /** Sets how samples become one number. */
  public Loss reduction(Reduction newReduction) {
    this.reduction = Arguments.given(name + ": reduction", newReduction);
    return this;
  }

  /**
   * Returns one number for each sample, after aligning the ranks of targets and predictions.
   *
   * @throws ShapeException if targets and predictions do not fit each other or this loss
   */
  public final Value perSample(Value yTrue, Value yPred) {
    checkShapes(yTrue.shape(), yPred.shape());
    Aligned aligned = align(yTrue, yPred);
    return values(aligned.yTrue(), aligned.yPred());
  }

  /**
   * Returns the reduced loss, a scalar (or one number for each sample with {@link Reduction#NONE}).
   *
   * @param sampleWeight {@code (batch,)} or of the per-sample shape, or null
   * @param mask booleans of the per-sample shape, or null
   * @throws ShapeException if targets and predictions do not fit each other or this loss
   */
  public final Value of(Value yTrue, Value yPred, Value sampleWeight, Value mask) {
    return reduction.reduce(perSample(yTrue, yPred), sampleWeight, valid(yTrue, yPred, mask));
  }

  /**
   * Returns by what {@link #of} divides the sum of the losses, up to a factor that only shapes
   * decide: a sum of masks or weights. Null where shapes decide it all. The loss of a batch is the
   * mean of the losses of its parts, weighted by this or else by their rows; with {@link
   * Reduction#SUM} it is their sum.
   *
   * @param sampleWeight as for {@link #of}
   * @param mask as for {@link #of}
   */
  public final Value divisor(Value yTrue, Value yPred, Value sampleWeight, Value mask) {
    return reduction.divisor(perSample(yTrue, yPred), sampleWeight, valid(yTrue, yPred, mask));
  }

  /** Returns which samples count: by the mask, and by the loss itself; null if all do. */
  private Value valid(Value yTrue, Value yPred, Value mask) {
    Aligned aligned = align(yTrue, yPred);
    Value counted = counted(aligned.yTrue(), aligned.yPred());
    if (counted == null || mask == null) {
      return mask != null ? mask : counted;
    }
    return Ops.and(Ops.cast(mask, DType.BOOL), counted);
  }

  /**
   * Returns booleans of the per-sample shape: false for samples that this loss leaves out of the
   * mean; null when all count.
   */
  protected Value counted(Value yTrue, Value yPred) {
    return null;
  }

  /** Gives targets and predictions the same rank where an axis of 1 is missing or too many. */
  protected Aligned align(Value yTrue, Value yPred) {
    return Aligned.of(floats(yTrue), yPred);
  }

  /** Returns targets as float32, as most losses want them. */
  protected static Value floats(Value x) {
    return Ops.cast(x, DType.FLOAT32);
  }

  /**
   * Checks whether targets and predictions fit each other and this loss.
   *
   * @throws ShapeException with a message that says what to change
   */
  public void checkShapes(Shape yTrue, Shape yPred) {
    Fit.requireSameShape(name, yTrue, yPred);
  }

  /**
   * Checks targets before training: whether this loss can make sense of their values.
   *
   * @param yTrue all targets
   * @param yPred the shape of the predictions, the batch possibly unknown
   * @throws IllegalArgumentException naming the first row whose target makes no sense
   */
  public void check(Tensor yTrue, Shape yPred) {}

  /** Returns Keras's class name, for example {@code MeanSquaredError}. */
  public String className() {
    return getClass().getSimpleName();
  }

  /** Returns the settings under their Keras names. */
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name);
    config.put("reduction", reduction.kerasName());
    return config;
  }

  @Override
  public String toString() {
    return name;
  }
}
