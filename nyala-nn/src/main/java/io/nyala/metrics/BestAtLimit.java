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
 * The best value of one metric over all thresholds at which another metric reaches a limit, for
 * example the best precision with a recall of at least 0.5; 0 if there is no such threshold. Keras
 * has a class for each pair, whose name {@link #className} returns.
 */
public final class BestAtLimit extends Metric {
  private static final int THRESHOLDS = 200;

  /** Pairs of metrics: the one to maximize and the one with a limit. */
  public enum Kind {
    /** The precision at thresholds where the recall reaches the limit. */
    PRECISION_AT_RECALL("PrecisionAtRecall"),
    /** The recall at thresholds where the precision reaches the limit. */
    RECALL_AT_PRECISION("RecallAtPrecision"),
    /** The sensitivity at thresholds where the specificity reaches the limit. */
    SENSITIVITY_AT_SPECIFICITY("SensitivityAtSpecificity"),
    /** The specificity at thresholds where the sensitivity reaches the limit. */
    SPECIFICITY_AT_SENSITIVITY("SpecificityAtSensitivity");

    private final String className;

    Kind(String className) {
      this.className = className;
    }

    private String limitName() {
      String lower = name().toLowerCase(Locale.ROOT);
      return lower.substring(lower.lastIndexOf('_') + 1);
    }
  }

  private final Kind kind;
  private final double limit;
  private final int numThresholds;
  private final int classId;
  private final ConfusionCounts counts;

  /** Creates the metric with 200 thresholds, over all columns of the predictions. */
  public BestAtLimit(Kind kind, double limit) {
    this(kind, limit, THRESHOLDS, -1);
  }

  /**
   * Creates the metric.
   *
   * @param limit 0 to 1
   * @param numThresholds the number of evenly spaced thresholds, at least 1
   * @param classId the only column of the predictions to use, or -1 for all
   */
  public BestAtLimit(Kind kind, double limit, int numThresholds, int classId) {
    super(Arguments.given("BestAtLimit: kind", kind).name().toLowerCase(Locale.ROOT));
    if (!(limit >= 0 && limit <= 1)) {
      throw new IllegalArgumentException(
          "metric \"%s\": %s must be in [0, 1], got %s".formatted(name(), kind.limitName(), limit));
    }
    if (numThresholds < 1) {
      throw new IllegalArgumentException(
          "metric \"%s\": num_thresholds must be at least 1, got %d"
              .formatted(name(), numThresholds));
    }
    this.kind = kind;
    this.limit = limit;
    this.numThresholds = numThresholds;
    this.classId = classId;
    double[] thresholds = new double[numThresholds];
    for (int i = 0; i < numThresholds; i++) {
      thresholds[i] = numThresholds == 1 ? 0.5 : (double) i / (numThresholds - 1);
    }
    this.counts = new ConfusionCounts(thresholds, false);
  }

  static BestAtLimit of(Kind kind, Settings settings) {
    return new BestAtLimit(
        kind,
        settings.getDouble(kind.limitName()),
        settings.getInt("num_thresholds", THRESHOLDS),
        settings.getInt("class_id", -1));
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    return Pairs.of(name(), yTrue, yPred);
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    counts.update(name(), observed.get(0), observed.get(1), sampleWeight, null, 0, classId);
  }

  @Override
  public double result() {
    double[] tp = counts.truePositives(0);
    double[] fp = counts.falsePositives(0);
    double[] tn = counts.trueNegatives(0);
    double[] fn = counts.falseNegatives(0);
    double best = 0;
    for (int t = 0; t < tp.length; t++) {
      double recall = ConfusionCounts.ratio(tp[t], tp[t] + fn[t]);
      double precision = ConfusionCounts.ratio(tp[t], tp[t] + fp[t]);
      double specificity = ConfusionCounts.ratio(tn[t], tn[t] + fp[t]);
      double limited =
          switch (kind) {
            case PRECISION_AT_RECALL, SPECIFICITY_AT_SENSITIVITY -> recall;
            case RECALL_AT_PRECISION -> precision;
            case SENSITIVITY_AT_SPECIFICITY -> specificity;
          };
      double wanted =
          switch (kind) {
            case PRECISION_AT_RECALL -> precision;
            case RECALL_AT_PRECISION, SENSITIVITY_AT_SPECIFICITY -> recall;
            case SPECIFICITY_AT_SENSITIVITY -> specificity;
          };
      if ((float) limited >= (float) limit && wanted > best) {
        best = wanted;
      }
    }
    return best;
  }

  @Override
  public Metric copy() {
    return new BestAtLimit(kind, limit, numThresholds, classId).named(name());
  }

  @Override
  public void reset() {
    counts.reset();
  }

  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public String className() {
    return kind.className;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("class_id", classId < 0 ? null : classId);
    config.put("num_thresholds", numThresholds);
    config.put(kind.limitName(), limit);
    return config;
  }
}
