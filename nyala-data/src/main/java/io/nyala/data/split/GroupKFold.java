// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import io.nyala.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cross-validation in k folds that keep groups together: all rows of a patient, for example, are in
 * one fold. The folds match scikit-learn's: the largest groups come first, each to the fold with
 * the fewest rows so far.
 */
public final class GroupKFold {
  private final int folds;

  private GroupKFold(int folds) {
    if (folds < 2) {
      throw new IllegalArgumentException("GroupKFold: expected at least 2 folds, got " + folds);
    }
    this.folds = folds;
  }

  /**
   * Creates the folds.
   *
   * @throws IllegalArgumentException if there are fewer than 2
   */
  public static GroupKFold of(int folds) {
    return new GroupKFold(folds);
  }

  /**
   * Returns the folds.
   *
   * @param groups the number of each row's group
   * @throws DataException if there are fewer groups than folds
   */
  public List<Fold> split(int... groups) {
    Map<Integer, Integer> sizes = new TreeMap<>();
    for (int group : groups) {
      sizes.merge(group, 1, Integer::sum);
    }
    if (sizes.size() < folds) {
      throw new DataException(
          "GroupKFold: %d folds of %d groups; use fewer folds".formatted(folds, sizes.size()));
    }
    List<Integer> order = new ArrayList<>(sizes.keySet());
    order.sort(Comparator.comparing(sizes::get)); // on a tie, the larger number comes first below
    int[] rows = new int[folds];
    Map<Integer, Integer> foldOf = new TreeMap<>();
    for (int group : order.reversed()) {
      int lightest = 0;
      for (int f = 1; f < folds; f++) {
        if (rows[f] < rows[lightest]) {
          lightest = f;
        }
      }
      foldOf.put(group, lightest);
      rows[lightest] += sizes.get(group);
    }
    return KFold.folds(Arrays.stream(groups).map(foldOf::get).toArray(), folds);
  }
}
