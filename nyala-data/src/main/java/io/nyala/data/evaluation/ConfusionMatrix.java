// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.evaluation;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A confusion matrix: rows are actual classes, columns are predicted classes.
 *
 * <p>Immutable.
 */
public final class ConfusionMatrix {
  /** The divisor of the counts. */
  public enum Normalize {
    /** Divides by row sums, over the actual classes; the diagonal is the recall. */
    ACTUAL,
    /** Divides by column sums, over the predicted classes; the diagonal is the precision. */
    PREDICTED,
    /** Divides by the total number of rows. */
    ALL
  }

  private final List<String> names;
  private final int[][] counts;

  private ConfusionMatrix(List<String> names, int[][] counts) {
    this.names = names;
    this.counts = counts;
  }

  /**
   * Creates a matrix of the classes that occur, in ascending order, like scikit-learn.
   *
   * @throws DataException if lengths differ or there are no rows
   */
  public static ConfusionMatrix of(int[] actual, int[] predicted) {
    int[] labels =
        IntStream.concat(Arrays.stream(actual), Arrays.stream(predicted))
            .distinct()
            .sorted()
            .toArray();
    return count(actual, predicted, labels);
  }

  /**
   * Creates a matrix of the classes 0 to {@code classes - 1}, whether they occur or not.
   *
   * @throws DataException if lengths differ, there are no rows, or a label is out of range
   */
  public static ConfusionMatrix of(int[] actual, int[] predicted, int classes) {
    expectInRange(actual, classes, "ConfusionMatrix: actual label");
    expectInRange(predicted, classes, "ConfusionMatrix: predicted label");
    return count(actual, predicted, IntStream.range(0, classes).toArray());
  }

  /**
   * Creates a matrix from targets and predictions of a model: class indices of shape {@code (n,)}
   * or {@code (n, 1)}, or one-hot rows or probabilities {@code (n, classes)}, of which the maximum
   * is taken. If either has rows, all of its classes are listed; otherwise only those that occur.
   *
   * @throws DataException as {@link #of(int[], int[])}, or if values are not integer class indices
   */
  public static ConfusionMatrix of(Tensor actual, Tensor predicted) {
    int[] is = Columns.classes(actual, "ConfusionMatrix: actual");
    int[] taken = Columns.classes(predicted, "ConfusionMatrix: predicted");
    int classes = Math.max(columns(actual), columns(predicted));
    return classes > 1 ? of(is, taken, classes) : of(is, taken);
  }

  /**
   * Creates a matrix of the classes 0 and 1; scores of at least the threshold are predictions of 1.
   *
   * @param actual 0 or 1, shape {@code (n,)} or {@code (n, 1)}
   * @param scores probabilities of class 1, shape {@code (n,)} or {@code (n, 1)}
   * @throws DataException if the numbers of rows differ, a label is neither 0 nor 1, or a score is
   *     NaN
   */
  public static ConfusionMatrix atThreshold(Tensor actual, Tensor scores, float threshold) {
    float[] labels = Columns.values(actual, "ConfusionMatrix: actual");
    float[] values = Columns.values(scores, "ConfusionMatrix: scores");
    OperatingPoint p = OperatingPoint.at(labels, values, threshold);
    int[][] counts = {
      {p.trueNegatives(), p.falsePositives()}, {p.falseNegatives(), p.truePositives()}
    };
    return new ConfusionMatrix(List.of("0", "1"), counts);
  }

  private static int columns(Tensor t) {
    return t.shape().rank() == 2 ? t.shape().last() : 1;
  }

  private static ConfusionMatrix count(int[] actual, int[] predicted, int[] labels) {
    if (actual.length != predicted.length || actual.length == 0) {
      throw new DataException(
          "ConfusionMatrix: %d actual and %d predicted labels; expected equal numbers, at least one"
              .formatted(actual.length, predicted.length));
    }
    int[][] counts = new int[labels.length][labels.length];
    for (int i = 0; i < actual.length; i++) {
      int row = Arrays.binarySearch(labels, actual[i]);
      counts[row][Arrays.binarySearch(labels, predicted[i])]++;
    }
    return new ConfusionMatrix(Arrays.stream(labels).mapToObj(Integer::toString).toList(), counts);
  }

  static void expectInRange(int[] labels, int classes, String what) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new DataException(
            "%s of row %d is %d, expected 0 to %d".formatted(what, i, labels[i], classes - 1));
      }
    }
  }

  /**
   * Returns the same counts with names for the classes.
   *
   * @throws DataException unless there is one name for each class
   */
  public ConfusionMatrix named(List<String> classNames) {
    if (classNames.size() != names.size()) {
      throw new DataException(
          "ConfusionMatrix: %d names for %d classes %s; hint: of(actual, predicted, classes) counts"
                  .formatted(classNames.size(), names.size(), names)
              + " classes that do not occur too");
    }
    return new ConfusionMatrix(List.copyOf(classNames), counts);
  }

  /** Returns the class names; by default their indices, see {@link #named}. */
  public List<String> names() {
    return names;
  }

  /** Returns the number of rows of one class (by position) that were predicted as another. */
  public int count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** Returns all counts, {@code [actual][predicted]}. */
  public int[][] counts() {
    return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
  }

  /** Returns the counts as fractions of their row, column or total; 0 if the divisor is 0. */
  public double[][] normalized(Normalize by) {
    int k = counts.length;
    double[][] parts = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        int whole =
            switch (by) {
              case ACTUAL -> support(i);
              case PREDICTED -> timesPredicted(j);
              case ALL -> total();
            };
        parts[i][j] = whole == 0 ? 0 : (double) counts[i][j] / whole;
      }
    }
    return parts;
  }

  /** Returns the number of rows of a class (by position). */
  public int support(int actual) {
    return Arrays.stream(counts[actual]).sum();
  }

  /** Returns the number of rows predicted as a class (by position). */
  public int timesPredicted(int predicted) {
    return Arrays.stream(counts).mapToInt(row -> row[predicted]).sum();
  }

  /** Returns the number of rows. */
  public int total() {
    return IntStream.range(0, counts.length).map(this::support).sum();
  }

  /** Returns the fraction of correct predictions. */
  public double accuracy() {
    return (double) IntStream.range(0, counts.length).map(i -> counts[i][i]).sum() / total();
  }

  /**
   * Formats the matrix as a table with a line for each actual and a column for each predicted
   * class.
   */
  @Override
  public String toString() {
    List<String> heads = new ArrayList<>(names);
    int left = "actual".length();
    int[] widths = new int[names.size()];
    for (int j = 0; j < widths.length; j++) {
      left = Math.max(left, names.get(j).length());
      widths[j] = names.get(j).length();
      for (int[] row : counts) {
        widths[j] = Math.max(widths[j], Integer.toString(row[j]).length());
      }
    }
    StringBuilder s = new StringBuilder();
    s.append(" ".repeat(left)).append("  predicted\n").append(pad("actual", left, true));
    for (int j = 0; j < widths.length; j++) {
      s.append("  ").append(pad(heads.get(j), widths[j], false));
    }
    for (int i = 0; i < widths.length; i++) {
      s.append('\n').append(pad(names.get(i), left, true));
      for (int j = 0; j < widths.length; j++) {
        s.append("  ").append(pad(Integer.toString(counts[i][j]), widths[j], false));
      }
    }
    return s.append('\n').toString();
  }

  private static String pad(String text, int width, boolean left) {
    String spaces = " ".repeat(Math.max(0, width - text.length()));
    return left ? text + spaces : spaces + text;
  }
}
