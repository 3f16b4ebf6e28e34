// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.Axis;
import io.nyala.tune.math.Domination;
import io.nyala.tune.math.Picks;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * NSGA-II: combines points of non-dominated trials that are spread along the front. For two or more
 * objectives and thousands of cheap trials.
 *
 * <p>As in Optuna 5: 50 trials per generation, the first generation is random; two parents, each
 * the better of two drawn trials; each coordinate is taken from one of them, and then redrawn with
 * probability {@code 1 / hyperparameters}. A generation consists of the next completed trials,
 * ordered by number. Trials that violate constraints are worse than all others.
 *
 * <p>K. Deb, A. Pratap, S. Agarwal, T. Meyarivan: A fast and elitist multiobjective genetic
 * algorithm, NSGA-II; IEEE Transactions on Evolutionary Computation 6 (2002).
 */
public final class NsgaSampler implements Sampler {
  private static final double CROSSING = 0.9;
  private final int population;
  private final RandomSampler random = new RandomSampler();
  private final TrialTable table = new TrialTable(t -> t.state() == TrialState.COMPLETE);

  /** The best of all generations so far, as rows of the table. */
  private int[] parents = {};

  private int bred;

  /** Creates the sampler with 50 trials per generation. */
  public NsgaSampler() {
    this(50);
  }

  private NsgaSampler(int population) {
    this.population = population;
  }

  /**
   * Returns this sampler with another number of trials per generation.
   *
   * @param trials at least 2; default 50
   */
  public NsgaSampler population(int trials) {
    return new NsgaSampler(Options.atLeast("NSGA-II", "population", trials, 2));
  }

  @Override
  public Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws) {
    int kept = table.follow(space, history);
    if (bred > kept) {
      bred = 0;
      parents = new int[0];
    }
    while (bred + population <= table.trials().size()) {
      int before = parents.length;
      int[] all = Arrays.copyOf(parents, before + population);
      for (int i = 0; i < population; i++) {
        all[before + i] = bred + i;
      }
      parents = best(all);
      bred += population;
    }
    return parents.length == 0
        ? random.propose(space, history, number, draws)
        : Optional.of(child(draws));
  }

  /** Selects whole fronts as long as they fit, then the least crowded trials of the next front. */
  private int[] best(int[] rows) {
    double[][] losses = new double[rows.length][];
    double[] violations = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      FinishedTrial trial = table.trials().get(rows[i]);
      losses[i] = GoodTrials.losses(trial);
      violations[i] = trial.violation();
    }
    int[] fronts = Domination.fronts(losses, violations);
    List<Integer> chosen = new ArrayList<>();
    int wanted = Math.min(population, rows.length);
    for (int front = 0; chosen.size() < wanted; front++) {
      List<Integer> members = new ArrayList<>();
      for (int i = 0; i < rows.length; i++) {
        if (fronts[i] == front) {
          members.add(i);
        }
      }
      int room = wanted - chosen.size();
      chosen.addAll(members.size() > room ? loneliest(members, losses, room) : members);
    }
    return chosen.stream().mapToInt(i -> rows[i]).toArray();
  }

  private static List<Integer> loneliest(List<Integer> members, double[][] losses, int count) {
    double[] distances =
        Domination.crowding(members.stream().map(i -> losses[i]).toArray(double[][]::new));
    return IntStream.range(0, distances.length)
        .boxed()
        .sorted((a, b) -> Double.compare(distances[b], distances[a]))
        .limit(count)
        .map(members::get)
        .toList();
  }

  private double[] child(Draws draws) {
    Axis[] axes = table.axes();
    double[] child = SpaceAxes.draw(axes, draws);
    int mother = parent(draws, -1);
    int father = draws.nextDouble() < CROSSING ? parent(draws, mother) : mother;
    int[] varying = SpaceAxes.varying(axes);
    for (int axis : varying) {
      double gene = table.observations().get(Picks.uniform(draws) < 0.5 ? father : mother, axis);
      boolean kept = Picks.uniform(draws) * varying.length >= 1;
      if (kept && !Double.isNaN(gene)) {
        child[axis] = gene;
      }
    }
    return child;
  }

  /** Returns the better of two trials, but not this one. */
  private int parent(Draws draws, int not) {
    int[] others = Arrays.stream(parents).filter(row -> row != not).toArray();
    if (others.length == 0) {
      return not;
    }
    int a = others[Picks.below(draws, others.length)];
    int b = others[Picks.below(draws, others.length)];
    return dominates(table.trials().get(a), table.trials().get(b)) ? a : b;
  }

  private static boolean dominates(FinishedTrial a, FinishedTrial b) {
    if (a.violation() > 0 || b.violation() > 0) {
      return a.violation() < b.violation();
    }
    return Domination.dominates(GoodTrials.losses(a), GoodTrials.losses(b));
  }

  @Override
  public String describe() {
    return "NSGA-II (population %d)".formatted(population);
  }

  @Override
  public String toString() {
    return describe();
  }
}
