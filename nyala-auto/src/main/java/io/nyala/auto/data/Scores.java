// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import io.nyala.data.evaluation.ClassificationReport;
import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.RegressionReport;
import io.nyala.data.evaluation.RocAuc;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Predictions and the true values.
 *
 * @param target what is predicted
 * @param truth the targets as {@link Target#encode} made them
 * @param predicted the outputs of a network, one row for each target
 */
public record Scores(Target target, Tensor truth, Tensor predicted) {
  /** A probability of 0 is taken as this, as Keras's losses do. */
  private static final double LEAST = 1e-7;

  private static final float HALF = 0.5f;

  /** Returns the measures by name: first that by which networks are compared. */
  public Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    switch (target.task()) {
      case REGRESSION -> {
        RegressionReport report = RegressionReport.of(truthInUnits(), predictedInUnits());
        measures.put("mae", report.mae());
        measures.put("rmse", report.rmse());
        measures.put("r2", report.r2());
      }
      case BINARY -> {
        classes(measures);
        measures.put("auc", both() ? RocAuc.of(labels(), predicted) : Double.NaN);
        measures.put("loss", mean(losses()));
      }
      case MULTICLASS -> {
        classes(measures);
        measures.put("loss", mean(losses()));
      }
    }
    return measures;
  }

  private void classes(Map<String, Double> measures) {
    ClassificationReport report = ClassificationReport.of(confusion());
    measures.put("accuracy", report.accuracy());
    ClassificationReport.Scores scores =
        target.outputs() == 1 ? report.classes().getLast() : report.macroAverage();
    measures.put("f1", scores.f1());
    if (target.outputs() == 1) {
      measures.put("precision", scores.precision());
      measures.put("recall", scores.recall());
    }
  }

  private boolean both() {
    return Arrays.stream(truth.ints()).distinct().count() == 2;
  }

  /**
   * Returns the labels of two classes as 0 and 1, in the shape of the predictions {@code (rows,
   * 1)}.
   */
  public Tensor labels() {
    return truth.cast(DType.FLOAT32).reshape(predicted.shape());
  }

  /** Returns which class is taken for which. */
  public ConfusionMatrix confusion() {
    ConfusionMatrix matrix =
        target.outputs() == 1
            ? ConfusionMatrix.atThreshold(labels(), predicted, HALF)
            : ConfusionMatrix.of(truth, predicted);
    return matrix.named(target.classes());
  }

  /** Returns the amounts in the unit of the column. */
  public Tensor truthInUnits() {
    return target.inUnits(truth);
  }

  /** Returns the predicted amounts in the unit of the column. */
  public Tensor predictedInUnits() {
    return target.inUnits(predicted);
  }

  /** Returns the loss of each row: the absolute error in units, or the cross-entropy. */
  public double[] losses() {
    float[] p = predicted.floats();
    double[] losses = new double[truth.shape().dim(0)];
    int[] labels = target.task().classifies() ? truth.ints() : null;
    float[] values = labels == null ? truth.floats() : null;
    for (int row = 0; row < losses.length; row++) {
      losses[row] =
          switch (target.task()) {
            case REGRESSION -> Math.abs(p[row] - values[row]) * target.scale();
            case BINARY -> loss(labels[row] == 1 ? p[row] : 1 - p[row]);
            case MULTICLASS -> loss(p[row * target.outputs() + labels[row]]);
          };
    }
    return losses;
  }

  private static double loss(double probability) {
    return -Math.log(Math.clamp(probability, LEAST, 1));
  }

  /** Returns the mean. */
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /**
   * Returns scores of a prediction that knows only the targets of the training rows: their median,
   * or the shares of the classes.
   */
  public static Scores trivial(Target target, Tensor training, Tensor truth) {
    int rows = truth.shape().dim(0);
    float[] one = new float[target.outputs()];
    switch (target.task()) {
      case REGRESSION -> {
        float[] sorted = training.floats().clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        one[0] = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      }
      case BINARY -> {
        one[0] = (float) Arrays.stream(training.ints()).average().orElseThrow();
      }
      case MULTICLASS -> {
        for (int label : training.ints()) {
          one[label] += 1f / training.shape().dim(0);
        }
      }
    }
    float[] all = new float[rows * one.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(one, 0, all, row * one.length, one.length);
    }
    return new Scores(target, truth, Tensor.of(Shape.of(rows, one.length), all));
  }
}
