// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.data.split.Fold;
import io.nyala.tensor.Tensor;
import io.nyala.tune.samplers.RandomSampler;
import io.nyala.tune.schedules.SuccessiveHalving;
import io.nyala.tune.space.SearchSpace;

/**
 * Scores many values on few rows, then the best third of them on three times as many rows, and so
 * on up to all rows, like scikit-learn's {@code HalvingRandomSearchCV}. The rows keep the
 * proportions of the classes; scores use all rows of the test parts. A NaN score never wins.
 */
public final class HalvingSearch extends CrossValidatedSearch<HalvingSearch> {
  private static final int FACTOR = 3;

  private final int candidates;
  private int factor = FACTOR;
  private int leastRows;
  private int allRows;

  private HalvingSearch(ModelBuilder builder, int candidates) {
    super(builder);
    this.candidates = candidates;
  }

  /**
   * Creates the search.
   *
   * @param candidates the initial number of values
   */
  public static HalvingSearch over(ModelBuilder builder, int candidates) {
    return new HalvingSearch(builder, candidates);
  }

  /**
   * Sets the reduction factor: one of {@code oneOf} candidates continues, with {@code oneOf} times
   * the rows. The default is 3.
   */
  public HalvingSearch factor(int oneOf) {
    this.factor = oneOf;
    return this;
  }

  /** Sets the initial number of rows; by default, such that the last values use all rows. */
  public HalvingSearch leastRows(int rows) {
    this.leastRows = rows;
    return this;
  }

  @Override
  HalvingSearch self() {
    return this;
  }

  @Override
  void prepare(Study prepared, SearchSpace space, int rows) {
    allRows = rows;
    int least = leastRows;
    if (least == 0) {
      long share = 1;
      while (share * factor <= candidates) {
        share *= factor;
      }
      least = (int) Math.max(1, rows / share);
    }
    prepared
        .sampler(new RandomSampler())
        .schedule(
            SuccessiveHalving.of(candidates, Math.min(least, rows), rows, factor).fromScratch());
  }

  /** Returns the fraction of a fold's rows that the trial may use. */
  @Override
  int[] trainRows(Fold fold, Trial trial, Tensor y) {
    int[] all = fold.trainRows();
    int count = (int) Math.max(1, (long) all.length * trial.epochs() / allRows);
    return count >= all.length ? all : Subsample.of(all, y, count);
  }
}
