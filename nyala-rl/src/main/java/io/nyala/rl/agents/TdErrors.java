// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.metrics.Metric;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * The differences between estimated values and their targets in the latest batch, used as replay
 * priorities.
 */
final class TdErrors extends Metric {
  private final float[] latest;
  private double sum;
  private double count;

  TdErrors(int batch) {
    super("td_error");
    this.latest = new float[batch];
  }

  /** Returns the live array of the absolute errors of the latest batch. */
  float[] latest() {
    return latest;
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return List.of(Ops.abs(Ops.subtract(yTrue, yPred)));
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    float[] errors = observed.getFirst().floats();
    System.arraycopy(errors, 0, latest, 0, latest.length);
    for (float error : errors) {
      sum += error;
    }
    count += errors.length;
  }

  @Override
  public double result() {
    return sum / count;
  }

  @Override
  public double[] state() {
    return new double[] {sum, count};
  }

  @Override
  public void restore(double[] state) {
    sum = state[0];
    count = state[1];
  }

  @Override
  public void reset() {
    sum = 0;
    count = 0;
  }

  @Override
  public Metric copy() {
    return new TdErrors(latest.length);
  }
}
