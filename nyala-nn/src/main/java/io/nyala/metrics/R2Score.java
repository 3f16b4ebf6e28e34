// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The fraction of the targets' variance explained by the predictions: 1 is perfect, 0 is no better
 * than predicting the mean. For {@code (batch, outputs)} it is computed per output. Constant
 * targets have no variance: the score is 1 if every prediction is correct and 0 otherwise, as in
 * scikit-learn; Keras returns NaN in the first case.
 */
public final class R2Score extends Metric {
  /** How the scores of several outputs are aggregated. */
  public enum Aggregation {
    /** No aggregation: one result per output. */
    NONE,
    /** The plain mean. */
    UNIFORM_AVERAGE,
    /** The mean, weighted by the variance of each output. */
    VARIANCE_WEIGHTED_AVERAGE
  }

  private Aggregation aggregation = Aggregation.UNIFORM_AVERAGE;
  private int numRegressors;
  private long samples;
  private double[] origin = {};
  private double[] sum = {};
  private double[] squares = {};
  private double[] residual = {};
  private double[] count = {};

  /** Creates the metric, the mean over outputs. */
  public R2Score() {
    super("r2_score");
  }

  static R2Score of(Settings settings) {
    // Keras writes null for "none", so a missing setting and null differ.
    Aggregation aggregation =
        settings.has("class_aggregation")
            ? settings.getEnum("class_aggregation", Aggregation.UNIFORM_AVERAGE)
            : settings.contains("class_aggregation")
                ? Aggregation.NONE
                : Aggregation.UNIFORM_AVERAGE;
    return new R2Score()
        .classAggregation(aggregation)
        .numRegressors(settings.getInt("num_regressors", 0));
  }

  /** Sets how outputs are aggregated; default {@link Aggregation#UNIFORM_AVERAGE}. */
  public R2Score classAggregation(Aggregation how) {
    this.aggregation = Arguments.given(name() + ": class aggregation", how);
    return this;
  }

  /** Sets the number of explanatory variables for the adjusted score; default 0, no adjustment. */
  public R2Score numRegressors(int number) {
    if (number < 0) {
      throw new IllegalArgumentException(
          "metric \"%s\": num_regressors must be at least 0, got %d".formatted(name(), number));
    }
    this.numRegressors = number;
    return this;
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return Pairs.columns(name(), yTrue, yPred);
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    Tensor yTrue = observed.get(0);
    Tensor yPred = observed.get(1);
    int outputs = yPred.shape().last();
    if (sum.length != outputs) {
      allocate(outputs);
    }
    for (int c = 0; samples == 0 && c < Math.min(outputs, yTrue.size()); c++) {
      // Sums are relative to one of the targets, so that a large common offset does not lose
      // precision.
      origin[c] = yTrue.at(c);
    }
    int block = sampleWeight == null ? 1 : Weights.block(name(), yPred.shape(), sampleWeight);
    for (int i = 0; i < yPred.size(); i++) {
      int c = i % outputs;
      double weight = sampleWeight == null ? 1 : sampleWeight.at(i / block);
      double y = yTrue.at(i) - origin[c];
      double error = (double) yTrue.at(i) - yPred.at(i);
      sum[c] += weight * y;
      squares[c] += weight * y * y;
      residual[c] += weight * error * error;
      count[c] += weight;
    }
    samples += yPred.size(); // as in Keras: elements, which matters for several outputs only
  }

  private void allocate(int outputs) {
    origin = new double[outputs];
    sum = new double[outputs];
    squares = new double[outputs];
    residual = new double[outputs];
    count = new double[outputs];
  }

  @Override
  public double[] results() {
    if (aggregation != Aggregation.NONE) {
      return new double[] {result()};
    }
    double[] scores = new double[sum.length];
    for (int c = 0; c < scores.length; c++) {
      scores[c] = adjusted(score(c));
    }
    return scores;
  }

  @Override
  public double result() {
    double plain = 0;
    double scores = 0;
    double weights = 0;
    for (int c = 0; c < sum.length; c++) {
      double weight = aggregation == Aggregation.VARIANCE_WEIGHTED_AVERAGE ? variation(c) : 1;
      plain += score(c) / sum.length;
      scores += weight * score(c);
      weights += weight;
    }
    return adjusted(weights == 0 ? plain : scores / weights);
  }

  /** Returns the weighted squared distance of targets from their mean. */
  private double variation(int c) {
    return count[c] == 0 ? 0 : squares[c] - sum[c] * (sum[c] / count[c]);
  }

  private double score(int c) {
    double variation = variation(c);
    if (variation == 0) {
      return residual[c] == 0 && count[c] != 0 ? 1 : 0;
    }
    return 1 - residual[c] / variation;
  }

  private double adjusted(double score) {
    double freedom = samples - numRegressors - 1.0;
    return numRegressors == 0 || freedom <= 0 ? score : 1 - (1 - score) * (samples - 1) / freedom;
  }

  @Override
  public Metric copy() {
    return new R2Score().classAggregation(aggregation).numRegressors(numRegressors).named(name());
  }

  @Override
  public void reset() {
    allocate(sum.length);
    samples = 0;
  }

  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put(
        "class_aggregation",
        aggregation == Aggregation.NONE ? null : aggregation.name().toLowerCase(Locale.ROOT));
    config.put("num_regressors", numRegressors);
    return config;
  }
}
