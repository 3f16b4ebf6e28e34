// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Precision, recall and F1 of every class and their averages, formatted exactly like scikit-learn's
 * {@code classification_report}. Divisions by 0 give 0.
 */
public final class ClassificationReport {
  /**
   * The metrics of a class, or an average of them.
   *
   * @param name the name of the class or of the average
   * @param precision the fraction of predictions of the class that are correct
   * @param recall the fraction of rows of the class that are predicted as such
   * @param f1 the harmonic mean of the two
   * @param support the number of rows of the class
   */
  public record Scores(String name, double precision, double recall, double f1, int support) {}

  private final List<Scores> classes;
  private final double accuracy;
  private final int total;

  private ClassificationReport(ConfusionMatrix matrix) {
    classes =
        IntStream.range(0, matrix.names().size())
            .mapToObj(
                c -> {
                  int hits = matrix.count(c, c);
                  int predicted = matrix.timesPredicted(c);
                  int support = matrix.support(c);
                  return new Scores(
                      matrix.names().get(c),
                      ratio(hits, predicted),
                      ratio(hits, support),
                      ratio(2L * hits, (long) predicted + support),
                      support);
                })
            .toList();
    accuracy = matrix.accuracy();
    total = matrix.total();
  }

  /** Creates the report of a confusion matrix. */
  public static ClassificationReport of(ConfusionMatrix matrix) {
    return new ClassificationReport(matrix);
  }

  /**
   * Creates the report of predictions.
   *
   * @throws io.nyala.data.DataException as {@link ConfusionMatrix#of(Tensor, Tensor)}
   */
  public static ClassificationReport of(Tensor actual, Tensor predicted) {
    return of(ConfusionMatrix.of(actual, predicted));
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** Returns the metrics of each class. */
  public List<Scores> classes() {
    return classes;
  }

  /** Returns the fraction of correct predictions. */
  public double accuracy() {
    return accuracy;
  }

  /** Returns the unweighted means over the classes. */
  public Scores macroAverage() {
    return average("macro avg", s -> 1);
  }

  /** Returns the means over the classes, weighted by support. */
  public Scores weightedAverage() {
    return average("weighted avg", Scores::support);
  }

  private Scores average(String name, ToDoubleFunction<Scores> weight) {
    double weights = 0;
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    for (Scores s : classes) {
      double w = weight.applyAsDouble(s);
      weights += w;
      precision += w * s.precision;
      recall += w * s.recall;
      f1 += w * s.f1;
    }
    return new Scores(name, precision / weights, recall / weights, f1 / weights, total);
  }

  /** Formats the report with two decimal places. */
  @Override
  public String toString() {
    return toString(2);
  }

  /** Formats the report with the given number of decimal places. */
  public String toString(int digits) {
    int width = "weighted avg".length();
    for (Scores s : classes) {
      width = Math.max(width, s.name.length());
    }
    String row = "%" + width + "s  %9s %9s %9s %9s\n";
    StringBuilder text = new StringBuilder();
    text.append(row.formatted("", "precision", "recall", "f1-score", "support")).append('\n');
    for (Scores s : classes) {
      text.append(line(row, s, digits));
    }
    text.append('\n');
    text.append(row.formatted("accuracy", "", "", fixed(accuracy, digits), total));
    text.append(line(row, macroAverage(), digits));
    text.append(line(row, weightedAverage(), digits));
    return text.toString();
  }

  private static String line(String row, Scores s, int digits) {
    return row.formatted(
        s.name,
        fixed(s.precision, digits),
        fixed(s.recall, digits),
        fixed(s.f1, digits),
        s.support);
  }

  /** Rounds like Python: the exact binary value, ties to even. */
  private static String fixed(double value, int digits) {
    return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }
}
