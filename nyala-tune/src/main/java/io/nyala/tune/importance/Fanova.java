// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.importance;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.RegressionTree;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Importance of hyperparameters by functional ANOVA: a random forest learns the loss of the
 * complete trials, and each hyperparameter gets the share of the forest's variance that its own
 * effect explains, averaged over all others. What is missing from 1 is due to hyperparameters that
 * act together. Takes longer than {@link PedAnova}, looks at all trials instead of the best ones,
 * and varies a little with the seed.
 *
 * <p>Numbers are as Optuna's {@code FanovaImportanceEvaluator} gives them, with two differences:
 * the effect is averaged on the scale that was searched, so evenly over the logarithm where the
 * range is logarithmic, and over labels as they are. Hyperparameters that do not apply to all
 * complete trials have importance 0; {@link PedAnova} can tell about these.
 *
 * <p>F. Hutter, H. Hoos, K. Leyton-Brown: An efficient approach for assessing hyperparameter
 * importance; ICML 2014.
 */
public final class Fanova {
  private final int trees;
  private final long seed;

  /** Creates an evaluator with 64 trees. */
  public Fanova() {
    this(64, 0);
  }

  private Fanova(int trees, long seed) {
    this.trees = trees;
    this.seed = seed;
  }

  /**
   * Returns this evaluator with another number of trees.
   *
   * @param count at least 1; default 64
   */
  public Fanova trees(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("importance: expected at least 1 tree, got " + count);
    }
    return new Fanova(count, seed);
  }

  /** Returns this evaluator with another seed of the forest; default 0. */
  public Fanova seed(long newSeed) {
    return new Fanova(trees, newSeed);
  }

  /**
   * Returns the importance of each hyperparameter for the loss of the first objective, the most
   * important first; all are 0 where fewer than two trials have a finite loss, or all have the
   * same.
   */
  public Map<String, Double> of(SearchSpace space, List<FinishedTrial> trials) {
    List<FinishedTrial> complete =
        trials.stream()
            .filter(t -> t.state() == TrialState.COMPLETE && Double.isFinite(t.loss()))
            .toList();
    double[] shares = shares(space, complete);
    Map<String, Double> importances = new LinkedHashMap<>();
    IntStream.range(0, shares.length)
        .boxed()
        .sorted((a, b) -> Double.compare(shares[b], shares[a]))
        .forEach(i -> importances.put(space.parameter(i).name(), shares[i]));
    return importances;
  }

  private double[] shares(SearchSpace space, List<FinishedTrial> trials) {
    double[] shares = new double[space.size()];
    int[] axes =
        IntStream.range(0, shares.length)
            .filter(i -> space.parameter(i).points().orElse(2) > 1)
            .filter(i -> trials.stream().noneMatch(t -> Double.isNaN(t.coordinate(i))))
            .toArray();
    int n = trials.size();
    if (n < 2 || axes.length == 0) {
      return shares;
    }
    double[][] columns = new double[axes.length][n];
    int[] labels = new int[axes.length];
    for (int axis = 0; axis < axes.length; axis++) {
      Parameter parameter = space.parameter(axes[axis]);
      labels[axis] = parameter.ordered() ? 0 : (int) parameter.points().orElseThrow();
      for (int row = 0; row < n; row++) {
        double place = trials.get(row).coordinate(axes[axis]);
        columns[axis][row] = labels[axis] > 0 ? parameter.index(place) : place;
      }
    }
    double[] losses = trials.stream().mapToDouble(FinishedTrial::loss).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    int varied = 0;
    for (int tree = 0; tree < trees; tree++) {
      int[] drawn = random.ints(n, 0, n).toArray();
      List<RegressionTree.Leaf> leaves =
          RegressionTree.grow(columns, labels, losses, drawn, random);
      double[] variances = RegressionTree.variances(leaves, axes.length);
      if (variances[axes.length] > 0) {
        varied++;
        for (int axis = 0; axis < axes.length; axis++) {
          shares[axes[axis]] += variances[axis] / variances[axes.length];
        }
      }
    }
    for (int i = 0; i < shares.length && varied > 0; i++) {
      shares[i] /= varied;
    }
    return shares;
  }
}
