// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Repeated k-fold cross-validation, with different folds in each repetition. */
public final class RepeatedKFold {
  private final int folds;
  private final int times;
  private final long seed;

  private RepeatedKFold(int folds, int times, long seed) {
    if (folds < 2 || times < 1) {
      throw new IllegalArgumentException(
          ("RepeatedKFold: expected at least 2 folds and 1 repetition, got %d folds and %d "
                  + "repetitions")
              .formatted(folds, times));
    }
    this.folds = folds;
    this.times = times;
    this.seed = seed;
  }

  /**
   * Creates folds of rows drawn at random; the same seed draws the same rows.
   *
   * @throws IllegalArgumentException if there are fewer than 2 folds or less than one repetition
   */
  public static RepeatedKFold of(int folds, int times, long seed) {
    return new RepeatedKFold(folds, times, seed);
  }

  /**
   * Returns the folds of the given number of rows, one repetition after the other.
   *
   * @throws DataException if there are fewer rows than folds
   */
  public List<Fold> split(int rows) {
    List<Fold> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.addAll(KFold.shuffled(folds, seed + i).split(rows));
    }
    return all;
  }

  /**
   * Returns folds that keep the proportions of the classes; see {@link StratifiedKFold}.
   *
   * @throws DataException if a class has fewer rows than there are folds
   */
  public List<Fold> stratified(Tensor labels) {
    List<Fold> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.addAll(StratifiedKFold.shuffled(folds, seed + i).split(labels));
    }
    return all;
  }
}
