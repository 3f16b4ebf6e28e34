// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.samplers.GridSampler;
import io.nyala.tune.space.SearchSpace;

/**
 * Scores all points of a space by cross-validation, like scikit-learn's {@code GridSearchCV}. For a
 * range without steps, it uses ten values.
 */
public final class GridSearch extends CrossValidatedSearch<GridSearch> {
  private GridSearch(ModelBuilder builder) {
    super(builder);
  }

  /** Creates the search. */
  public static GridSearch over(ModelBuilder builder) {
    return new GridSearch(builder);
  }

  @Override
  GridSearch self() {
    return this;
  }

  @Override
  void prepare(Study prepared, SearchSpace space, int rows) {
    GridSampler grid = new GridSampler();
    long points = grid.points(space);
    if (points > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "grid search: the space has more than %,d points; use larger steps or RandomizedSearch"
              .formatted(Integer.MAX_VALUE));
    }
    prepared.sampler(grid).trials((int) points);
  }
}
