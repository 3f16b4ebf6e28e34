// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.tune.samplers.RandomSampler;
import io.nyala.tune.samplers.Sampler;
import io.nyala.tune.space.SearchSpace;

/**
 * Draws values at random and scores each by cross-validation, like scikit-learn's {@code
 * RandomizedSearchCV}.
 *
 * <pre>{@code
 * RandomizedSearch search =
 *     RandomizedSearch.over(hp -> network(hp), 10)
 *         .folds(3)
 *         .scoring("accuracy")
 *         .fitting(values -> fit().epochs(5).batchSize(values.getInt("batch")))
 *         .fit(x, y);
 * }</pre>
 */
public final class RandomizedSearch extends CrossValidatedSearch<RandomizedSearch> {
  private final int draws;

  private RandomizedSearch(ModelBuilder builder, int draws) {
    super(builder);
    this.draws = draws;
  }

  /**
   * Creates the search.
   *
   * @param draws the number of trials: scikit-learn's {@code n_iter}
   */
  public static RandomizedSearch over(ModelBuilder builder, int draws) {
    return new RandomizedSearch(builder, draws);
  }

  /** Sets a sampler other than random search. */
  @Override
  public RandomizedSearch sampler(Sampler other) {
    return super.sampler(other);
  }

  @Override
  RandomizedSearch self() {
    return this;
  }

  @Override
  void prepare(Study prepared, SearchSpace space, int rows) {
    prepared.sampler(new RandomSampler()).trials(draws);
  }
}
