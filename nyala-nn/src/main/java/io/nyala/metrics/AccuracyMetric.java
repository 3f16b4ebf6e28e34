// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import java.util.List;

/**
 * Base class of accuracies: the fraction of correct predictions. Subclasses define when a
 * prediction is correct.
 */
abstract class AccuracyMetric extends MeanMetric {
  AccuracyMetric(String name) {
    super(name);
  }

  /** Returns a boolean for each prediction. */
  abstract Value right(Value yTrue, Value yPred);

  @Override
  protected final List<Value> observe(Value yTrue, Value yPred) {
    return List.of(Ops.cast(right(yTrue, yPred), DType.FLOAT32));
  }

  @Override
  public final boolean largerIsBetter() {
    return true;
  }

  /**
   * Returns int32 labels without the axis of extent 1 that corresponds to the class axis of the
   * predictions.
   */
  static Value labels(Value yTrue, Value yPred) {
    boolean column = yTrue.shape().rank() == yPred.shape().rank() && yTrue.shape().last() == 1;
    return Ops.cast(column ? Ops.squeeze(yTrue, -1) : yTrue, DType.INT32);
  }

  /**
   * Returns whether fewer than k classes have a higher score than the correct one.
   *
   * @param oneHot the targets, with the shape of the scores
   */
  static Value amongTop(int k, Value oneHot, Value scores) {
    Value score = Ops.sum(Ops.multiply(oneHot, scores), true, -1);
    Value higher = Ops.cast(Ops.greater(scores, score), DType.FLOAT32);
    return Ops.less(Ops.sum(higher, false, -1), k);
  }

  static void checkK(String metric, int k) {
    if (k < 1) {
      throw new IllegalArgumentException(metric + ": k must be at least 1, got " + k);
    }
  }
}
