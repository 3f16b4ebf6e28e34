// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.Aligned;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;

/** Targets and predictions of one shape, float32, as most metrics observe them. */
final class Pairs {
  private Pairs() {}

  /**
   * Returns targets and predictions, ranks aligned.
   *
   * @throws ShapeException if their shapes differ
   */
  static List<Value> of(String metric, Value yTrue, Value yPred) {
    Aligned both = Aligned.of(Ops.cast(yTrue, DType.FLOAT32), Ops.cast(yPred, DType.FLOAT32));
    Shape t = both.yTrue().shape();
    Shape p = both.yPred().shape();
    if (!t.accepts(p)) {
      boolean labels = t.rank() + 1 == p.rank() || (t.rank() == p.rank() && t.last() == 1);
      throw new ShapeException(
          "metric \"%s\": the targets %s do not match the predictions %s%s"
              .formatted(
                  metric,
                  yTrue.shape(),
                  yPred.shape(),
                  labels && p.last() > 1
                      ? "; convert integer labels to one-hot for this metric"
                      : ""));
    }
    return List.of(both.yTrue(), both.yPred());
  }

  /** As {@link #of}, for metrics that want {@code (batch, columns)}; a vector is one column. */
  static List<Value> columns(String metric, Value yTrue, Value yPred) {
    List<Value> both = of(metric, yTrue, yPred);
    if (both.get(1).shape().rank() == 1) {
      return both.stream().map(v -> Ops.expandDims(v, -1)).toList();
    }
    if (both.get(1).shape().rank() != 2) {
      throw new ShapeException(
          "metric \"%s\": expected predictions (batch, columns), got %s"
              .formatted(metric, yPred.shape()));
    }
    return both;
  }
}
