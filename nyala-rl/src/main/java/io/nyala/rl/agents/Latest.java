// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.metrics.Metric;
import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import java.util.List;

/** A metric that keeps the values of the latest step and their mean over all steps. */
final class Latest extends Metric {
  private final float[] values;
  private double sum;
  private double count;

  /**
   * Creates a metric of values that a step passes as predictions.
   *
   * @param size the number of values in a step
   */
  Latest(String name, int size) {
    super(name);
    this.values = new float[size];
  }

  /** Returns the values of the latest step; the live array. */
  float[] values() {
    return values;
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return List.of(yPred);
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    float[] now = observed.getFirst().floats();
    System.arraycopy(now, 0, values, 0, values.length);
    for (float value : now) {
      sum += value;
    }
    count += now.length;
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
    return new Latest(name(), values.length);
  }
}
