// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.RunningTrial;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.SearchSpace;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Draws each coordinate uniformly, on the scale of its hyperparameter. In a finite space, it draws
 * up to 20 times to find a point that was not tried before.
 */
public final class RandomSampler implements Sampler {
  private static final int TRIES = 20;

  /** Creates the sampler; it has no settings. */
  public RandomSampler() {}

  @Override
  public Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws) {
    double[] point = draw(space, draws);
    if (space.points().isEmpty()) {
      return Optional.of(point);
    }
    Set<Assignment> tried = new HashSet<>();
    for (FinishedTrial trial : history.finished()) {
      tried.add(space.assignment(trial.point()));
    }
    for (RunningTrial trial : history.running()) {
      tried.add(space.assignment(trial.point()));
    }
    for (int i = 1; i < TRIES && tried.contains(space.assignment(point)); i++) {
      point = draw(space, draws);
    }
    return Optional.of(point);
  }

  private static double[] draw(SearchSpace space, Draws draws) {
    double[] point = new double[space.size()];
    for (int i = 0; i < point.length; i++) {
      point[i] = draws.nextDouble();
    }
    return point;
  }

  @Override
  public String describe() {
    return "random";
  }

  @Override
  public String toString() {
    return describe();
  }
}
