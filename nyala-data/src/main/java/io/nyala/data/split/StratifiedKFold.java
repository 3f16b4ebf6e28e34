// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * Cross-validation in k folds that keep the proportions of the classes as closely as the counts
 * allow. Without shuffling, the folds match scikit-learn's exactly.
 */
public final class StratifiedKFold {
  private final int folds;
  private final Long seed;

  private StratifiedKFold(int folds, Long seed) {
    if (folds < 2) {
      throw new IllegalArgumentException(
          "StratifiedKFold: expected at least 2 folds, got " + folds);
    }
    this.folds = folds;
    this.seed = seed;
  }

  /**
   * Creates folds that take the rows of each class in order.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static StratifiedKFold of(int folds) {
    return new StratifiedKFold(folds, null);
  }

  /**
   * Creates folds that draw the rows of each class at random; the same seed draws the same rows.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds
   */
  public static StratifiedKFold shuffled(int folds, long seed) {
    return new StratifiedKFold(folds, seed);
  }

  /**
   * Returns the folds for these labels.
   *
   * @param labels class indices {@code (n,)} or {@code (n, 1)}, or one-hot rows {@code (n,
   *     classes)}
   * @throws DataException if a class has fewer rows than there are folds
   */
  public List<Fold> split(Tensor labels) {
    ClassRows classes = ClassRows.of(labels, "StratifiedKFold");
    classes.expectAtLeast(folds, "StratifiedKFold", "folds; use fewer folds or drop the class");
    int rows = labels.shape().dim(0);
    int[] foldOf = new int[rows];
    Permutation random = seed == null ? null : new Permutation(seed);
    // Dealing the rows, sorted by class, to the folds in turn determines how many rows of each
    // class a fold gets, and spreads the remainders over different folds.
    int dealt = 0;
    for (int[] members : classes.rows) {
      int[] share = new int[folds];
      for (int i = 0; i < members.length; i++) {
        share[dealt++ % folds]++;
      }
      int[] chosen = new int[members.length];
      int at = 0;
      for (int f = 0; f < folds; f++) {
        for (int i = 0; i < share[f]; i++) {
          chosen[at++] = f;
        }
      }
      if (random != null) {
        random.shuffle(chosen);
      }
      for (int i = 0; i < members.length; i++) {
        foldOf[members[i]] = chosen[i];
      }
    }
    return KFold.folds(foldOf, folds);
  }

  /** Returns the folds for the labels of these examples. */
  public List<Fold> split(Examples examples) {
    return split(examples.y());
  }
}
