// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Base class of {@link F1Score} and {@link FBetaScore}: {@code (1 + beta^2) * precision * recall /
 * (beta^2 * precision + recall)} of {@code (batch, classes)}.
 *
 * @param <S> the metric's own class
 */
public abstract sealed class FScore<S extends FScore<S>> extends Metric
    permits F1Score, FBetaScore {
  private static final double EPSILON = 1e-7;
  private static final float NOTHING = 1e-9f;

  private final double beta;
  private Average average = Average.NONE;
  private Double threshold;
  private double[] truePositives = {};
  private double[] predicted = {};
  private double[] actual = {};

  FScore(String name, double beta) {
    super(name);
    Numbers.positive(name, "beta", beta);
    this.beta = beta;
  }

  @SuppressWarnings("unchecked")
  private S self() {
    return (S) this;
  }

  /**
   * Sets how classes are averaged; default no averaging: {@link #results} has one number per class.
   */
  public final S average(Average how) {
    this.average = Arguments.given(name() + ": average", how);
    return self();
  }

  /**
   * Sets the threshold above which a score is positive; default: the highest score of each row is
   * positive.
   */
  public final S threshold(double limit) {
    if (!(limit > 0 && limit <= 1)) {
      throw new IllegalArgumentException(
          "metric \"%s\": threshold must be above 0 and at most 1, got %s"
              .formatted(name(), limit));
    }
    this.threshold = limit;
    return self();
  }

  final S read(Settings settings) {
    average(settings.getEnum("average", Average.NONE));
    return settings.has("threshold") ? threshold(settings.getDouble("threshold")) : self();
  }

  @Override
  protected final List<Value> observe(Value yTrue, Value yPred) {
    return Pairs.columns(name(), yTrue, yPred);
  }

  @Override
  public final void update(List<Tensor> observed, Tensor sampleWeight) {
    Tensor yTrue = observed.get(0);
    Tensor yPred = observed.get(1);
    int classes = yPred.shape().last();
    if (actual.length != classes) {
      truePositives = new double[classes];
      predicted = new double[classes];
      actual = new double[classes];
    }
    int block = sampleWeight == null ? 1 : Weights.block(name(), yPred.shape(), sampleWeight);
    for (int row = 0; row < yPred.size(); row += classes) {
      float highest = Float.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        highest = Math.max(highest, yPred.at(row + c));
      }
      for (int c = 0; c < classes; c++) {
        float p = yPred.at(row + c);
        boolean yes =
            threshold == null ? p >= highest && Math.abs(p) > NOTHING : p > threshold.floatValue();
        double weight = sampleWeight == null ? 1 : sampleWeight.at((row + c) / block);
        double truth = weight * yTrue.at(row + c);
        truePositives[c] += yes ? truth : 0;
        predicted[c] += yes ? weight : 0;
        actual[c] += truth;
      }
    }
  }

  @Override
  public final double[] results() {
    if (average != Average.NONE) {
      return new double[] {result()};
    }
    double[] scores = new double[actual.length];
    for (int c = 0; c < scores.length; c++) {
      scores[c] = score(truePositives[c], predicted[c], actual[c]);
    }
    return scores;
  }

  @Override
  public final double result() {
    if (average == Average.MICRO) {
      return score(sum(truePositives), sum(predicted), sum(actual));
    }
    double total = 0;
    double weights = sum(actual) + EPSILON;
    for (int c = 0; c < actual.length; c++) {
      double score = score(truePositives[c], predicted[c], actual[c]);
      total += average == Average.WEIGHTED ? score * actual[c] / weights : score / actual.length;
    }
    return total;
  }

  private double score(double tp, double yes, double truth) {
    double precision = tp / (yes + EPSILON);
    double recall = tp / (truth + EPSILON);
    double square = beta * beta;
    return (1 + square) * precision * recall / (square * precision + recall + EPSILON);
  }

  private static double sum(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  @Override
  public final Metric copy() {
    Metric copy = shallowCopy();
    copy.reset(); // which creates its own arrays
    return copy;
  }

  @Override
  public final void reset() {
    truePositives = new double[truePositives.length];
    predicted = new double[predicted.length];
    actual = new double[actual.length];
  }

  @Override
  public final boolean largerIsBetter() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("average", average == Average.NONE ? null : average.name().toLowerCase(Locale.ROOT));
    config.put("threshold", threshold);
    return config;
  }

  final double beta() {
    return beta;
  }
}
