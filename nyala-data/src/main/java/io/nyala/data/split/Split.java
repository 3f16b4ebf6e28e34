// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Splits a data set into parts: {@code Split.shuffled(42).trainTest(examples, 0.2)}.
 *
 * <p>Part sizes match scikit-learn's: {@code ceil(fraction * n)} rows for test, then for
 * validation, the rest for training. A seed gives the same rows in every version of Java, but not
 * the rows that NumPy would draw.
 */
public final class Split {
  private enum Way {
    SHUFFLED,
    STRATIFIED,
    IN_ORDER
  }

  private final Way way;
  private final long seed;

  private Split(Way way, long seed) {
    this.way = way;
    this.seed = seed;
  }

  /** Returns a split that draws rows at random. */
  public static Split shuffled(long seed) {
    return new Split(Way.SHUFFLED, seed);
  }

  /**
   * Returns a split that draws rows at random and keeps the proportions of the classes in every
   * part.
   */
  public static Split stratified(long seed) {
    return new Split(Way.STRATIFIED, seed);
  }

  /**
   * Returns a split that keeps the order of the rows: training, then validation, then test. For
   * time series.
   */
  public static Split inOrder() {
    return new Split(Way.IN_ORDER, 0);
  }

  /**
   * Returns copies of two parts.
   *
   * @param test the fraction of rows to test on, between 0 and 1
   * @throws DataException if a part would be empty or, when stratified, a class has fewer than 2
   *     rows
   */
  public TrainTest trainTest(Examples all, double test) {
    expectFraction("test", test);
    int[][] parts = parts(all, 0, size(test, all.rows()), 2);
    return new TrainTest(all.rows(parts[0]), all.rows(parts[2]));
  }

  /**
   * Returns copies of three parts.
   *
   * @param validation the fraction of rows to validate on, between 0 and 1
   * @param test the fraction of rows to test on, between 0 and 1
   * @throws DataException if a part would be empty or, when stratified, a class has fewer than 3
   *     rows
   */
  public TrainValidationTest trainValidationTest(Examples all, double validation, double test) {
    expectFraction("validation", validation);
    expectFraction("test", test);
    int n = all.rows();
    int[][] parts = parts(all, size(validation, n), size(test, n), 3);
    return new TrainValidationTest(all.rows(parts[0]), all.rows(parts[1]), all.rows(parts[2]));
  }

  /**
   * Returns the rows of two parts, to take from a table: {@code parts.train(table)}.
   *
   * @param rows the number of rows
   * @param test the fraction of rows to test on, between 0 and 1
   * @throws DataException if a part would be empty
   * @throws IllegalStateException if the split is stratified, which needs labels
   */
  public Fold rows(int rows, double test) {
    if (way == Way.STRATIFIED) {
      throw new IllegalStateException(
          "Split: stratified parts need labels; call rows(labels, test)");
    }
    return fold(rows, null, test);
  }

  /**
   * Returns the rows of two parts, with the proportions of the labels in both if stratified.
   *
   * @param labels the class of each row, {@code (rows,)}, {@code (rows, 1)} or one-hot
   * @param test the fraction of rows to test on, between 0 and 1
   * @throws DataException if a part would be empty or, when stratified, a class has fewer than 2
   *     rows
   */
  public Fold rows(Tensor labels, double test) {
    return fold(Objects.requireNonNull(labels, "labels").shape().dim(0), labels, test);
  }

  private Fold fold(int rows, Tensor labels, double test) {
    expectFraction("test", test);
    int[][] parts = parts(rows, labels, 0, size(test, rows), 2);
    Arrays.sort(parts[0]);
    Arrays.sort(parts[2]);
    return new Fold(parts[0], parts[2]);
  }

  /** Returns the rows of the training, validation and test parts. */
  private int[][] parts(Examples all, int validation, int test, int count) {
    return parts(all.rows(), all.y(), validation, test, count);
  }

  private int[][] parts(int n, Tensor labels, int validation, int test, int count) {
    if (n - test - validation < 1) {
      throw new DataException(
          "Split: %d rows leave no training rows after %d for test%s"
              .formatted(n, test, count == 3 ? " and " + validation + " for validation" : ""));
    }
    if (way == Way.STRATIFIED) {
      return stratified(n, labels, validation, test, count);
    }
    int[] order = IntStream.range(0, n).toArray();
    if (way == Way.SHUFFLED) {
      new Permutation(seed).shuffle(order);
    }
    return new int[][] {
      Arrays.copyOfRange(order, 0, n - test - validation),
      Arrays.copyOfRange(order, n - test - validation, n - test),
      Arrays.copyOfRange(order, n - test, n)
    };
  }

  private int[][] stratified(int n, Tensor labels, int validation, int test, int count) {
    ClassRows classes = ClassRows.of(labels, "Split");
    classes.expectAtLeast(count, "Split", "parts; drop the class or do not stratify");
    Permutation random = new Permutation(seed);
    int k = classes.rows.length;
    int[] left = new int[k];
    for (int c = 0; c < k; c++) {
      left[c] = classes.rows[c].length;
      random.shuffle(classes.rows[c]);
    }
    int[] ofTest = shares(left, test);
    for (int c = 0; c < k; c++) {
      left[c] -= ofTest[c];
    }
    int[] ofValidation = shares(left, validation);
    int[][] parts = {new int[n - validation - test], new int[validation], new int[test]};
    int[] used = new int[3];
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < classes.rows[c].length; i++) {
        int part = i < ofTest[c] ? 2 : i < ofTest[c] + ofValidation[c] ? 1 : 0;
        parts[part][used[part]++] = classes.rows[c][i];
      }
    }
    for (int[] part : parts) {
      random.shuffle(part);
    }
    return parts;
  }

  /**
   * Distributes {@code n} rows in proportion to counts; the remaining ones go to the largest
   * remainders.
   */
  private static int[] shares(int[] counts, int n) {
    long total = Arrays.stream(counts).asLongStream().sum();
    int[] shares = new int[counts.length];
    long[] remainders = new long[counts.length];
    int given = 0;
    for (int c = 0; c < counts.length; c++) {
      shares[c] = (int) ((long) counts[c] * n / total);
      remainders[c] = (long) counts[c] * n % total;
      given += shares[c];
    }
    for (; given < n; given++) {
      int most = 0;
      for (int c = 1; c < counts.length; c++) {
        most = remainders[c] > remainders[most] ? c : most;
      }
      shares[most]++;
      remainders[most] = -1;
    }
    return shares;
  }

  private static int size(double fraction, int rows) {
    return (int) Math.ceil(fraction * rows);
  }

  private static void expectFraction(String name, double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new DataException(
          "Split: expected a " + name + " fraction between 0 and 1, got " + fraction);
    }
  }
}
