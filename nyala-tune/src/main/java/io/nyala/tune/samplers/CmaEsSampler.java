// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.Axis;
import io.nyala.tune.math.EvolutionStrategy;
import io.nyala.tune.math.Normal;
import io.nyala.tune.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * CMA-ES: a normal distribution over the space that learns from each generation of trials where to
 * go and which hyperparameters must change together. For numbers, and for thousands of cheap
 * trials; labels are drawn at random.
 *
 * <p>A generation has {@code 4 + floor(3 ln d)} trials by default, where d is the number of varying
 * numbers. It starts in the middle of the space with a standard deviation of a sixth of its width,
 * as in Optuna. A generation consists of the next completed trials, ordered by number, so that the
 * distribution depends only on the history. Pruned and failed trials are ignored, and trials that
 * violate constraints are ranked last. Along a grid, the distribution stays so wide that on average
 * one point of a generation leaves the cell of the mean (R. Hamano, S. Saito, M. Nomura, S.
 * Shirakawa: CMA-ES with margin; GECCO 2022).
 *
 * <p>N. Hansen, A. Ostermeier: Completely derandomized self-adaptation in evolution strategies;
 * Evolutionary Computation 9 (2001).
 */
public final class CmaEsSampler implements Sampler {
  private final int population;
  private final TrialTable table = new TrialTable(t -> t.state() == TrialState.COMPLETE);
  private EvolutionStrategy strategy;
  private int told;

  /** Creates the sampler with its defaults. */
  public CmaEsSampler() {
    this(0);
  }

  private CmaEsSampler(int population) {
    this.population = population;
  }

  /**
   * Returns this sampler with another number of trials per generation.
   *
   * @param trials at least 4; larger generations cope better with many local minima but need more
   *     trials
   */
  public CmaEsSampler population(int trials) {
    return new CmaEsSampler(Options.atLeast("CMA-ES", "population", trials, 4));
  }

  @Override
  public Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws) {
    int kept = table.follow(space, history);
    Axis[] axes = table.axes();
    double[] point = SpaceAxes.draw(axes, draws);
    int[] numbers = numbers(axes);
    if (numbers.length == 0) {
      return Optional.of(point);
    }
    if (strategy == null || told > kept || strategy.axes() != numbers.length) {
      int usual = EvolutionStrategy.usualPopulation(numbers.length);
      strategy = new EvolutionStrategy(numbers.length, population > 0 ? population : usual);
      told = 0;
    }
    while (told + strategy.population() <= table.trials().size()) {
      tell(numbers);
    }
    double[] asked = strategy.ask(draws);
    for (int c = 0; c < numbers.length; c++) {
      point[numbers[c]] = spread(axes[numbers[c]], asked[c], c, draws);
    }
    return Optional.of(point);
  }

  private static int[] numbers(Axis[] axes) {
    return Arrays.stream(SpaceAxes.varying(axes)).filter(axis -> axes[axis].ordered()).toArray();
  }

  private void tell(int[] numbers) {
    List<FinishedTrial> generation = table.trials().subList(told, told + strategy.population());
    double[][] points = new double[generation.size()][numbers.length];
    double[] losses = new double[generation.size()];
    double worst = 0;
    for (FinishedTrial trial : generation) {
      worst = Math.max(worst, Double.isFinite(trial.loss()) ? trial.loss() : 0);
    }
    for (int i = 0; i < losses.length; i++) {
      FinishedTrial trial = generation.get(i);
      losses[i] = trial.violation() > 0 ? worst + 1 + trial.violation() : trial.loss();
      for (int c = 0; c < numbers.length; c++) {
        double coordinate = table.observations().get(told + i, numbers[c]);
        // If it did not apply, nothing was learned.
        points[i][c] = Double.isNaN(coordinate) ? strategy.mean(c) : coordinate;
      }
    }
    strategy.tell(points, losses);
    told += losses.length;
  }

  /**
   * Widens the distribution on a grid so that on average one point of a generation leaves the cell
   * of the mean.
   */
  private double spread(Axis axis, double place, int c, Draws draws) {
    if (axis.continuous()) {
      return place;
    }
    double leaves = 1.0 / (strategy.axes() * strategy.population());
    double least = -0.5 / (axis.count() * Normal.quantile(leaves / 2));
    double missing = least * least - strategy.deviation(c) * strategy.deviation(c);
    double moved = missing > 0 ? place + Math.sqrt(missing) * draws.nextGaussian() : place;
    return axis.snap(Math.clamp(moved, 0, 1));
  }

  @Override
  public String describe() {
    return population > 0 ? "CMA-ES (population " + population + ")" : "CMA-ES";
  }

  @Override
  public String toString() {
    return describe();
  }
}
