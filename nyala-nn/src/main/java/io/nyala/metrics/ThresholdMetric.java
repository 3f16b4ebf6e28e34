// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Base class of binary metrics at one or more thresholds; a prediction above the threshold is
 * positive.
 *
 * @param <S> the metric's own class
 */
public abstract class ThresholdMetric<S extends ThresholdMetric<S>> extends Metric {
  private double[] thresholds;
  private int topK;
  private int classId = -1;
  private ConfusionCounts counts;

  ThresholdMetric(String name) {
    super(name);
  }

  /** Computes the metric from the weights of true and false positives and negatives. */
  abstract double value(
      double truePositives, double falsePositives, double trueNegatives, double falseNegatives);

  @SuppressWarnings("unchecked")
  final S self() {
    return (S) this;
  }

  /**
   * Sets the thresholds, 0 to 1; default 0.5. With several thresholds there are several results.
   */
  public final S thresholds(double... limits) {
    for (double limit : Arguments.given(name() + ": thresholds", limits)) {
      if (!(limit >= 0 && limit <= 1)) {
        throw new IllegalArgumentException(
            "metric \"%s\": thresholds must be in [0, 1], got %s"
                .formatted(name(), Arrays.toString(limits)));
      }
    }
    thresholds = limits.clone();
    counts = null;
    return self();
  }

  final S setTopK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "metric \"%s\": top_k must be at least 1, got %d".formatted(name(), k));
    }
    topK = k;
    counts = null;
    return self();
  }

  final S setClassId(int id) {
    if (id < 0) {
      throw new IllegalArgumentException(
          "metric \"%s\": class_id must be at least 0, got %d".formatted(name(), id));
    }
    classId = id;
    return self();
  }

  final S read(Settings settings) {
    if (settings.has("thresholds")) {
      thresholds(settings.getDoubles("thresholds"));
    }
    if (settings.has("top_k")) {
      setTopK(settings.getInt("top_k"));
    }
    if (settings.has("class_id")) {
      setClassId(settings.getInt("class_id"));
    }
    return self();
  }

  @Override
  protected final List<Value> observe(Value yTrue, Value yPred) {
    return Pairs.of(name(), yTrue, yPred);
  }

  @Override
  public final void update(List<Tensor> observed, Tensor sampleWeight) {
    counts().update(name(), observed.get(0), observed.get(1), sampleWeight, null, topK, classId);
  }

  private ConfusionCounts counts() {
    if (counts == null) {
      double lone = topK > 0 ? ConfusionCounts.LOWEST : 0.5;
      counts = new ConfusionCounts(thresholds == null ? new double[] {lone} : thresholds, false);
    }
    return counts;
  }

  @Override
  public final double[] results() {
    ConfusionCounts c = counts();
    double[] tp = c.truePositives(0);
    double[] fp = c.falsePositives(0);
    double[] tn = c.trueNegatives(0);
    double[] fn = c.falseNegatives(0);
    double[] results = new double[tp.length];
    for (int t = 0; t < results.length; t++) {
      results[t] = value(tp[t], fp[t], tn[t], fn[t]);
    }
    return results;
  }

  @Override
  public final double result() {
    double sum = 0;
    double[] results = results();
    for (double r : results) {
      sum += r;
    }
    return sum / results.length;
  }

  @Override
  public final Metric copy() {
    ThresholdMetric<?> copy = (ThresholdMetric<?>) shallowCopy();
    copy.counts = null;
    return copy;
  }

  @Override
  public final void reset() {
    counts().reset();
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("thresholds", form(thresholds));
    return config;
  }

  final void addChoice(Map<String, Object> config) {
    config.put("top_k", topK == 0 ? null : topK);
    config.put("class_id", classId < 0 ? null : classId);
  }

  private static Object form(double... thresholds) {
    if (thresholds == null) {
      return null;
    }
    return thresholds.length == 1
        ? (Object) thresholds[0]
        : Arrays.stream(thresholds).boxed().toList();
  }
}
