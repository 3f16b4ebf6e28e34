// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import java.util.List;

/** The share of right answers. Subclasses say what is right. */
abstract class AccuracyMetric extends MeanMetric {
  AccuracyMetric(String name) {
    super(name);
  }

  /** Returns booleans, one for each answer. */
  abstract Value right(Value yTrue, Value yPred);

  @Override
  protected final List<Value> observe(Value yTrue, Value yPred) {
    return List.of(Ops.cast(right(yTrue, yPred), DType.FLOAT32));
  }

  @Override
  public final boolean largerIsBetter() {
    return true;
  }

  /** Returns int32 labels without an axis of 1 that predictions of classes have in their place. */
  static Value labels(Value yTrue, Value yPred) {
    boolean column = yTrue.shape().rank() == yPred.shape().rank() && yTrue.shape().last() == 1;
    return Ops.cast(column ? Ops.squeeze(yTrue, -1) : yTrue, DType.INT32);
  }

  /**
   * Returns whether fewer than k classes have a higher score than the right one.
   *
   * @param oneHot of the shape of the scores
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
