// SPDX-License-Identifier: Apache-2.0
package io.nyala.metrics;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.settings.Settings;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The approximate area under the ROC or precision-recall curve, computed as in Keras: predictions
 * are counted in buckets between 200 thresholds, so memory does not grow with the data. For the
 * exact area use {@link RocAuc}; the two differ in the third decimal.
 */
public final class AUC extends Metric {
  private static final double EPSILON = 1e-7;

  /** Curves. */
  public enum Curve {
    /** The true positive rate over the false positive rate. */
    ROC,
    /** Precision over recall. */
    PR
  }

  /** How the area between two thresholds is computed. */
  public enum Summation {
    /** Trapezoids; for the precision-recall curve, the interpolation of Davis and Goadrich. */
    INTERPOLATION,
    /** Rectangles with the lower of the two heights. */
    MINORING,
    /** Rectangles with the higher of the two heights. */
    MAJORING
  }

  private Curve curve = Curve.ROC;
  private Summation summation = Summation.INTERPOLATION;
  private int numThresholds = 200;
  private double[] inner;
  private boolean multiLabel;
  private double[] labelWeights;
  private boolean fromLogits;
  private ConfusionCounts counts;

  /** Creates the metric for the ROC curve with 200 thresholds. */
  public AUC() {
    super("auc");
  }

  static AUC of(Settings s) {
    AUC auc =
        new AUC()
            .numThresholds(s.getInt("num_thresholds", 200))
            .curve(s.getEnum("curve", Curve.ROC))
            .summation(s.getEnum("summation_method", Summation.INTERPOLATION))
            .multiLabel(s.getBoolean("multi_label", false))
            .fromLogits(s.getBoolean("from_logits", false));
    if (s.has("label_weights")) {
      auc.labelWeights(s.getDoubles("label_weights"));
    }
    return s.has("thresholds") ? auc.thresholds(s.getDoubles("thresholds")) : auc;
  }

  /** Sets the curve; default {@link Curve#ROC}. */
  public AUC curve(Curve newCurve) {
    this.curve = Arguments.given(name() + ": curve", newCurve);
    return this;
  }

  /** Sets how areas are computed; default {@link Summation#INTERPOLATION}. */
  public AUC summation(Summation how) {
    this.summation = Arguments.given(name() + ": summation", how);
    return this;
  }

  /** Sets the number of thresholds, evenly spaced; at least 2, default 200. */
  public AUC numThresholds(int number) {
    if (number < 2) {
      throw new IllegalArgumentException(
          "metric \"%s\": num_thresholds must be at least 2, got %d".formatted(name(), number));
    }
    this.numThresholds = number;
    this.inner = null;
    this.counts = null;
    return this;
  }

  /** Sets the thresholds between 0 and 1; the end points are added. */
  public AUC thresholds(double... between) {
    inner = Arguments.given(name() + ": thresholds", between).clone();
    Arrays.sort(inner);
    numThresholds = inner.length + 2;
    counts = null;
    return this;
  }

  /**
   * Sets whether to compute the area for each column of {@code (batch, labels)} separately and
   * average them; default false.
   */
  public AUC multiLabel(boolean on) {
    this.multiLabel = on;
    this.counts = null;
    return this;
  }

  /** Sets weights for the columns of the predictions; default equal weights. */
  public AUC labelWeights(double... weights) {
    this.labelWeights = Arguments.given(name() + ": label weights", weights).clone();
    return this;
  }

  /** Sets whether predictions are logits; default false. */
  public AUC fromLogits(boolean on) {
    this.fromLogits = on;
    return this;
  }

  @Override
  protected List<Value> observe(Value yTrue, Value yPred) {
    Value p = fromLogits ? Ops.sigmoid(yPred) : yPred;
    return multiLabel ? Pairs.columns(name(), yTrue, p) : Pairs.of(name(), yTrue, p);
  }

  @Override
  public void update(List<Tensor> observed, Tensor sampleWeight) {
    double[] perColumn = multiLabel ? null : labelWeights;
    counts().update(name(), observed.get(0), observed.get(1), sampleWeight, perColumn, 0, -1);
  }

  private ConfusionCounts counts() {
    if (counts == null) {
      double[] all = new double[numThresholds];
      for (int i = 1; i < numThresholds - 1; i++) {
        all[i] = inner != null ? inner[i - 1] : (double) i / (numThresholds - 1);
      }
      all[0] = -EPSILON;
      all[numThresholds - 1] = 1 + EPSILON;
      counts = new ConfusionCounts(all, multiLabel);
    }
    return counts;
  }

  @Override
  public double result() {
    int labels = counts().labels();
    double sum = 0;
    double weights = 0;
    for (int label = 0; label < labels; label++) {
      double weight = multiLabel && labelWeights != null ? labelWeights[label] : 1;
      sum += weight * area(label);
      weights += weight;
    }
    return ConfusionCounts.ratio(sum, weights);
  }

  private double area(int label) {
    double[] tp = counts.truePositives(label);
    double[] fp = counts.falsePositives(label);
    double[] tn = counts.trueNegatives(label);
    double[] fn = counts.falseNegatives(label);
    if (curve == Curve.PR && summation == Summation.INTERPOLATION) {
      return interpolatedPrecisionRecall(tp, fp, fn);
    }
    double area = 0;
    for (int t = 0; t + 1 < tp.length; t++) {
      double x = x(tp[t], fp[t], tn[t], fn[t]) - x(tp[t + 1], fp[t + 1], tn[t + 1], fn[t + 1]);
      double left = y(tp[t], fp[t], fn[t]);
      double right = y(tp[t + 1], fp[t + 1], fn[t + 1]);
      area +=
          x
              * switch (summation) {
                case INTERPOLATION -> (left + right) / 2;
                case MINORING -> Math.min(left, right);
                case MAJORING -> Math.max(left, right);
              };
    }
    return area;
  }

  private double x(double tp, double fp, double tn, double fn) {
    return curve == Curve.ROC
        ? ConfusionCounts.ratio(fp, fp + tn)
        : ConfusionCounts.ratio(tp, tp + fn);
  }

  private double y(double tp, double fp, double fn) {
    return curve == Curve.ROC
        ? ConfusionCounts.ratio(tp, tp + fn)
        : ConfusionCounts.ratio(tp, tp + fp);
  }

  /** Davis and Goadrich, 2006: true positives are interpolated linearly between thresholds. */
  private static double interpolatedPrecisionRecall(double[] tp, double[] fp, double[] fn) {
    double area = 0;
    for (int t = 0; t + 1 < tp.length; t++) {
      double gained = tp[t] - tp[t + 1];
      double here = tp[t] + fp[t];
      double next = tp[t + 1] + fp[t + 1];
      double slope = ConfusionCounts.ratio(gained, Math.max(here - next, 0));
      double intercept = tp[t + 1] - slope * next;
      double growth = here > 0 && next > 0 ? here / next : 1;
      area +=
          ConfusionCounts.ratio(
              slope * (gained + intercept * Math.log(growth)), Math.max(tp[t + 1] + fn[t + 1], 0));
    }
    return area;
  }

  @Override
  public Metric copy() {
    AUC copy = (AUC) shallowCopy();
    copy.counts = null;
    return copy;
  }

  @Override
  public void reset() {
    counts().reset();
  }

  @Override
  public boolean largerIsBetter() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("num_thresholds", numThresholds);
    config.put("curve", curve.name());
    config.put("summation_method", summation.name().toLowerCase(Locale.ROOT));
    config.put("multi_label", multiLabel);
    config.put("num_labels", null);
    config.put("label_weights", labelWeights == null ? null : list(labelWeights));
    config.put("from_logits", fromLogits);
    if (inner != null) {
      config.put("thresholds", list(inner));
    }
    return config;
  }

  private static List<Double> list(double... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
