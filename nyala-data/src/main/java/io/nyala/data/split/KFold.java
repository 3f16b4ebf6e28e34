// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cross-validation in k folds: every row is a test row once. Fold sizes match scikit-learn's: the
 * first {@code n % k} folds have one more row.
 */
public final class KFold {
  private final int folds;
  private final Long seed;

  private KFold(int folds, Long seed) {
    if (folds < 2) {
      throw new IllegalArgumentException("KFold: expected at least 2 folds, got " + folds);
    }
    this.folds = folds;
    this.seed = seed;
  }

  /**
   * Creates folds of neighbouring rows.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static KFold of(int folds) {
    return new KFold(folds, null);
  }

  /**
   * Creates folds of rows drawn at random; the same seed draws the same rows.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static KFold shuffled(int folds, long seed) {
    return new KFold(folds, seed);
  }

  /**
   * Returns the folds of the given number of rows.
   *
   * @throws DataException if there are fewer rows than folds
   */
  public List<Fold> split(int rows) {
    if (rows < folds) {
      throw new DataException("KFold: " + folds + " folds of " + rows + " rows; use fewer folds");
    }
    int[] order = IntStream.range(0, rows).toArray();
    if (seed != null) {
      new Permutation(seed).shuffle(order);
    }
    int[] foldOf = new int[rows];
    int at = 0;
    for (int f = 0; f < folds; f++) {
      int size = rows / folds + (f < rows % folds ? 1 : 0);
      for (int i = 0; i < size; i++) {
        foldOf[order[at++]] = f;
      }
    }
    return folds(foldOf, folds);
  }

  /** Returns the folds of these examples. */
  public List<Fold> split(Examples examples) {
    return split(examples.rows());
  }

  static List<Fold> folds(int[] foldOf, int folds) {
    List<Fold> result = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      int fold = f;
      result.add(
          new Fold(
              IntStream.range(0, foldOf.length).filter(i -> foldOf[i] != fold).toArray(),
              IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold).toArray()));
    }
    return result;
  }
}
