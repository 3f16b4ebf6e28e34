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
 * The function that training minimizes. Subclasses compute the loss of each sample in {@link
 * #values}. Before that, targets and predictions whose ranks differ by an axis of extent 1 are
 * aligned; after that, the samples are reduced to one number.
 */
public abstract class Loss implements Measure {
  /** Keras's constant that keeps logarithms and divisors away from zero. */
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
   * @param yTrue the targets, with the rank of {@code yPred} if that is possible by adding or
   *     removing an axis of extent 1
   * @param yPred the predictions {@code (batch, ...)}
   */
  protected abstract Value values(Value yTrue, Value yPred);

  /** Returns Keras's name, for example {@code mean_squared_error}. */
  @Override
  public final String name() {
    return name;
  }

  /** Returns the reduction. */
  public final Reduction reduction() {
    return reduction;
  }

  /** Sets the reduction. */
  public Loss reduction(Reduction newReduction) {
    this.reduction = Arguments.given(name + ": reduction", newReduction);
    return this;
  }

  /**
   * Returns one number for each sample, after aligning the ranks of targets and predictions.
   *
   * @throws ShapeException if the shapes of targets and predictions do not match each other or this
   *     loss
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
   * @throws ShapeException if the shapes of targets and predictions do not match each other or this
   *     loss
   */
  public final Value of(Value yTrue, Value yPred, Value sampleWeight, Value mask) {
    return reduction.reduce(perSample(yTrue, yPred), sampleWeight, valid(yTrue, yPred, mask));
  }

  /**
   * Returns the divisor of the sum of the losses in {@link #of}, up to a factor that depends only
   * on shapes: a sum of masks or weights. Null if the divisor depends only on shapes. The loss of a
   * batch is the mean of the losses of its parts, weighted by this divisor or else by their rows;
   * with {@link Reduction#SUM} it is their sum.
   *
   * @param sampleWeight as for {@link #of}
   * @param mask as for {@link #of}
   */
  public final Value divisor(Value yTrue, Value yPred, Value sampleWeight, Value mask) {
    return reduction.divisor(perSample(yTrue, yPred), sampleWeight, valid(yTrue, yPred, mask));
  }

  /** Returns the samples selected by the mask and by the loss itself; null if all are. */
  private Value valid(Value yTrue, Value yPred, Value mask) {
    Aligned aligned = align(yTrue, yPred);
    Value counted = counted(aligned.yTrue(), aligned.yPred());
    if (counted == null || mask == null) {
      return mask != null ? mask : counted;
    }
    return Ops.and(Ops.cast(mask, DType.BOOL), counted);
  }

  /**
   * Returns booleans of the per-sample shape: false for samples that this loss excludes from the
   * mean; null if none are excluded.
   */
  protected Value counted(Value yTrue, Value yPred) {
    return null;
  }

  /** Aligns the ranks of targets and predictions by adding or removing an axis of extent 1. */
  protected Aligned align(Value yTrue, Value yPred) {
    return Aligned.of(floats(yTrue), yPred);
  }

  /** Returns a value as float32, as most losses require. */
  protected static Value floats(Value x) {
    return Ops.cast(x, DType.FLOAT32);
  }

  /**
   * Checks that the shapes of targets and predictions match each other and this loss.
   *
   * @throws ShapeException with a message that suggests a fix
   */
  public void checkShapes(Shape yTrue, Shape yPred) {
    Fit.requireSameShape(name, yTrue, yPred);
  }

  /**
   * Checks before training that the target values are valid for this loss.
   *
   * @param yTrue all targets
   * @param yPred the shape of the predictions; the batch size may be unknown
   * @throws IllegalArgumentException naming the first row with an invalid target
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
