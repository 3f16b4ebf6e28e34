// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import java.util.Locale;

/** How the losses of samples are reduced to one number (Keras 3, {@code losses/loss.py}). */
public enum Reduction {
  /** Sum of weighted losses divided by their number, not by the sum of weights. */
  SUM_OVER_BATCH_SIZE,
  /** Sum of weighted losses. */
  SUM,
  /** Sum of weighted losses divided by the sum of weights. */
  MEAN_WITH_SAMPLE_WEIGHT,
  /** Weighted losses without reduction. */
  NONE;

  /** Smaller than any possible fraction of valid entries. */
  private static final float TINY = 1e-12f;

  /** Returns Keras's name. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the constant with a name, including {@code mean}.
   *
   * @throws IllegalArgumentException if there is no such constant
   */
  public static Reduction byName(String name) {
    if (name.equals("mean")) {
      return SUM_OVER_BATCH_SIZE;
    }
    for (Reduction reduction : values()) {
      if (reduction.kerasName().equals(name)) {
        return reduction;
      }
    }
    throw new IllegalArgumentException(
        "unknown reduction \"%s\": there are sum_over_batch_size (or mean), sum,".formatted(name)
            + " mean_with_sample_weight and none");
  }

  /**
   * Reduces losses.
   *
   * @param values one number for each sample (and step)
   * @param sampleWeight of shape {@code (batch,)} or with more axes, or null
   * @param mask booleans, of the shape of the losses, or null
   */
  public Value reduce(Value values, Value sampleWeight, Value mask) {
    Value weight = sampleWeight == null ? null : fit(sampleWeight, values);
    if (mask != null) {
      Value valid = Ops.cast(mask, DType.FLOAT32);
      if (this == SUM_OVER_BATCH_SIZE) {
        // The mean is over the valid entries only; with none of them it is 0.
        valid = Ops.divide(valid, Ops.maximum(Ops.mean(valid), TINY));
      }
      valid = fit(valid, values);
      weight = weight == null ? valid : Ops.multiply(weight, valid);
    }
    Value weighted = weight == null ? values : Ops.multiply(values, weight);
    return switch (this) {
      case NONE -> weighted;
      case SUM -> Ops.sum(weighted);
      case SUM_OVER_BATCH_SIZE -> Ops.mean(weighted);
      case MEAN_WITH_SAMPLE_WEIGHT ->
          weight == null
              ? Ops.mean(weighted)
              : Ops.divide(Ops.sum(weighted), notZero(Ops.sum(weight)));
    };
  }

  /**
   * Returns the divisor of the sum of losses, up to a factor that depends only on the shape; null
   * if the divisor depends only on the shape. It allows combining the loss of a batch from its
   * parts.
   *
   * @param values one number for each sample (and step)
   * @param sampleWeight of shape {@code (batch,)} or with more axes, or null
   * @param mask booleans, of the shape of the losses, or null
   */
  Value divisor(Value values, Value sampleWeight, Value mask) {
    Value valid = mask == null ? null : Ops.cast(mask, DType.FLOAT32);
    return switch (this) {
      case NONE, SUM -> null;
      case SUM_OVER_BATCH_SIZE -> valid == null ? null : Ops.sum(valid);
      case MEAN_WITH_SAMPLE_WEIGHT -> {
        Value weight = sampleWeight == null ? null : fit(sampleWeight, values);
        valid = valid == null ? null : fit(valid, values);
        weight = weight == null ? valid : valid == null ? weight : Ops.multiply(weight, valid);
        yield weight == null ? null : Ops.sum(weight);
      }
    };
  }

  private static Value notZero(Value sum) {
    return Ops.where(Ops.equal(sum, 0f), Ops.constant(1f), sum);
  }

  /** Gives weights the rank of the losses by axes of 1 at the end. */
  private static Value fit(Value weight, Value values) {
    Value w = Ops.cast(weight, DType.FLOAT32);
    while (w.shape().rank() > values.shape().rank() && w.shape().last() == 1) {
      w = Ops.squeeze(w, -1);
    }
    while (w.shape().rank() > 0 && w.shape().rank() < values.shape().rank()) {
      w = Ops.expandDims(w, -1);
    }
    return w;
  }
}
