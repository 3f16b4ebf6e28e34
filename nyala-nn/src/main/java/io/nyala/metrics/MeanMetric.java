// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * Base class of weighted means: each sample counts once, regardless of its number of values.
 * Subclasses compute the values in {@link #observe}, which must return one.
 */
public abstract class MeanMetric extends Metric {
  private double total;
  private double count;

  /** Creates a metric with its name in the logs. */
  protected MeanMetric(String name) {
    super(name);
  }

  @Override
  public double[] state() {
    return new double[] {total, count};
  }

  @Override
  public void restore(double[] state) {
    total = state[0];
    count = state[1];
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    update(observed.get(0), sampleWeight);
  }

  /**
   * Updates the mean with values.
   *
   * @param values {@code (batch, ...)}
   * @param sampleWeight of shape {@code (batch,)} or with more axes, or null
   */
  public void update(Tensor values, Tensor sampleWeight) {
    Shape shape = values.shape();
    int samples = shape.rank() == 0 ? 1 : shape.dim(0);
    if (samples == 0) {
      return;
    }
    int perSample = values.size() / samples;
    if (sampleWeight == null) {
      total += sum(values, 0, values.size()) / perSample;
      count += samples;
      return;
    }
    int block = Weights.block(name(), shape, sampleWeight);
    double weighted = 0;
    double weights = 0;
    for (int i = 0; i < sampleWeight.size(); i++) {
      double weight = sampleWeight.at(i);
      weighted += weight * sum(values, i * block, (i + 1) * block);
      weights += weight;
    }
    total += weighted / perSample;
    count += weights * block / perSample;
  }

  private static double sum(Tensor values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values.at(i);
    }
    return sum;
  }

  @Override
  public double result() {
    return count == 0 ? 0 : total / count;
  }

  @Override
  public void reset() {
    total = 0;
    count = 0;
  }
}
