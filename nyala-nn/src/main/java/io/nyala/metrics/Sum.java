// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import java.util.List;

/** The weighted sum of the given values; as a metric of a model, the sum of the predictions. */
public final class Sum extends Metric {
  private double total;

  /** Creates the metric. */
  public Sum() {
    super("sum");
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return List.of(yPred);
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    Tensor values = observed.get(0);
    int block = sampleWeight == null ? 1 : Weights.block(name(), values.shape(), sampleWeight);
    for (int i = 0; i < values.size(); i++) {
      total += values.at(i) * (sampleWeight == null ? 1.0 : sampleWeight.at(i / block));
    }
  }

  @Override
  public double result() {
    return total;
  }

  @Override
  public void reset() {
    total = 0;
  }
}
