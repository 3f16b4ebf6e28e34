// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.losses.MeanSquaredError;
import io.nyala.ops.Value;
import java.util.List;

/** {@code sqrt(mean((yTrue - yPred)^2))} over all samples. */
public final class RootMeanSquaredError extends MeanMetric {
  private final MeanSquaredError loss = new MeanSquaredError();

  /** Creates the metric. */
  public RootMeanSquaredError() {
    super("root_mean_squared_error");
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return List.of(loss.perSample(yTrue, yPred));
  }

  @Override
  public double result() {
    return Math.sqrt(super.result());
  }
}
