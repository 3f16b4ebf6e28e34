// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import java.util.Locale;

/** How the losses of samples become one number (Keras 3, {@code losses/loss.py}). */
public enum Reduction {
  /** Sum of weighted losses divided by their number, not by the sum of weights. */
  SUM_OVER_BATCH_SIZE,
  /** Sum of weighted losses. */
  SUM,
  /** Sum of weighted losses divided by the sum of weights. */
  MEAN_WITH_SAMPLE_WEIGHT,
  /** Weighted losses as they are. */
  NONE;

  /** Returns Keras's name. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reduces losses; weight and mask may be null. */
  public Value reduce(Value values, Value sampleWeight, Value mask) {
    Value weight = sampleWeight;
    if (mask != null) {
      Value m = Ops.cast(mask, DType.FLOAT32);
      if (this == SUM_OVER_BATCH_SIZE || this == MEAN_WITH_SAMPLE_WEIGHT) {
        // Keras re-weights so that the mean is over the valid entries only.
        Value valid = Ops.sum(m);
        Value total = Ops.constant(mask.shape().size());
        m = Ops.multiply(m, Ops.divide(total, Ops.maximum(valid, 1e-7f)));
      }
      weight = weight == null ? m : Ops.multiply(fit(m, values), fit(weight, values));
    }
    Value weighted = weight == null ? values : Ops.multiply(values, fit(weight, values));
    return switch (this) {
      case NONE -> weighted;
      case SUM -> Ops.sum(weighted);
      case SUM_OVER_BATCH_SIZE -> Ops.mean(weighted);
      case MEAN_WITH_SAMPLE_WEIGHT ->
          weight == null
              ? Ops.mean(weighted)
              : Ops.divide(
                  Ops.sum(weighted),
                  Ops.maximum(
                      Ops.sum(Ops.broadcastTo(fit(weight, values), values.shape())), 1e-7f));
    };
  }

  private static Value fit(Value weight, Value values) {
    Value w = Ops.cast(weight, DType.FLOAT32);
    if (w.shape().rank() == values.shape().rank() + 1 && w.shape().last() == 1) {
      return Ops.squeeze(w, -1);
    }
    if (w.shape().rank() + 1 == values.shape().rank()) {
      return Ops.expandDims(w, -1);
    }
    return w;
  }
}
