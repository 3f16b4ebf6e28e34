// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.RunningTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.Axis;
import io.nyala.tune.math.ParzenEstimator;
import io.nyala.tune.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tree-structured Parzen estimator: draws points from the region of the best tenth of the trials,
 * and proposes the one that is most typical of these and least typical of the others. This is the
 * default choice: it supports any space, noisy objectives, pruned trials, and thousands of trials.
 *
 * <p>The rules and defaults are those of Optuna 5:
 *
 * <ul>
 *   <li>the first {@link #startup} trials are random;
 *   <li>the good trials are the best tenth, at most 25: complete ones by loss, then pruned ones,
 *       then those that violate constraints;
 *   <li>hyperparameters are modelled jointly ({@link #joint}), in groups that always apply
 *       together. Optuna needs the option {@code group} for this; in spaces without conditions
 *       there is no difference;
 *   <li>trials that are still running count as bad ones ({@link #liar}), so that several workers
 *       try different points;
 *   <li>with several objectives, the good trials are the non-dominated fronts.
 * </ul>
 *
 * <p>J. Bergstra, R. Bardenet, Y. Bengio, B. Kegl: Algorithms for hyper-parameter optimization;
 * NeurIPS 2011. S. Falkner, A. Klein, F. Hutter: BOHB; ICML 2018 (the joint estimator).
 */
public final class TpeSampler implements Sampler {
  private final int startup;
  private final int candidates;
  private final boolean joint;
  private final boolean liar;
  private final RandomSampler random = new RandomSampler();
  private final TrialTable table =
      new TrialTable(
          trial -> trial.state() == TrialState.COMPLETE || trial.state() == TrialState.PRUNED);

  private ParzenEstimator.Memory belowMemory;
  private ParzenEstimator.Memory aboveMemory;

  /** Creates the sampler with its defaults. */
  public TpeSampler() {
    this(10, 24, true, true);
  }

  private TpeSampler(int startup, int candidates, boolean joint, boolean liar) {
    this.startup = startup;
    this.candidates = candidates;
    this.joint = joint;
    this.liar = liar;
  }

  /**
   * Returns this sampler with another number of random trials before it uses losses.
   *
   * @param trials at least 1; default 10
   */
  public TpeSampler startup(int trials) {
    Options.atLeast("TPE", "startup", trials, 1);
    return new TpeSampler(trials, candidates, joint, liar);
  }

  /**
   * Returns this sampler with another number of candidate points.
   *
   * @param points at least 1; default 24. More candidates follow the good trials more closely
   */
  public TpeSampler candidates(int points) {
    Options.atLeast("TPE", "candidates", points, 1);
    return new TpeSampler(startup, points, joint, liar);
  }

  /**
   * Returns this sampler with joint or independent models of hyperparameters.
   *
   * @param joint true (the default) to find good combinations
   */
  public TpeSampler joint(boolean joint) {
    return new TpeSampler(startup, candidates, joint, liar);
  }

  /**
   * Returns this sampler with or without regard to running trials.
   *
   * @param liar true (the default) to count them as bad, so that workers do not all try the same
   *     point
   */
  public TpeSampler liar(boolean liar) {
    return new TpeSampler(startup, candidates, joint, liar);
  }

  @Override
  public Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws) {
    if (table.follow(space, history) == 0) {
      belowMemory = new ParzenEstimator.Memory(space.size());
      aboveMemory = new ParzenEstimator.Memory(space.size());
    }
    List<FinishedTrial> trials = table.trials();
    if (trials.size() < startup) {
      return random.propose(space, history, number, draws);
    }
    List<RunningTrial> running = liar ? history.running() : List.of();
    table.append(running);
    int[] order = rowsByNumber(trials, running);
    boolean[] good = GoodTrials.of(trials);
    Axis[] axes = table.axes();
    double[] point = SpaceAxes.draw(axes, draws);
    for (int[] group : AxisGroups.of(axes, table.observations(), trials.size(), joint)) {
      propose(group, order, good, point, draws);
    }
    return Optional.of(point);
  }

  /** The rows of the table by the numbers of their trials. */
  private static int[] rowsByNumber(List<FinishedTrial> trials, List<RunningTrial> running) {
    int[] rows = new int[trials.size() + running.size()];
    int finished = 0;
    int still = 0;
    for (int i = 0; i < rows.length; i++) {
      boolean next =
          still == running.size()
              || finished < trials.size()
                  && trials.get(finished).number() < running.get(still).number();
      rows[i] = next ? finished++ : trials.size() + still++;
    }
    return rows;
  }

  /** Chooses the coordinates of a group; rows in which it does not apply are ignored. */
  private void propose(int[] group, int[] order, boolean[] good, double[] point, Draws draws) {
    int[] below = new int[order.length];
    int[] above = new int[order.length];
    int belows = 0;
    int aboves = 0;
    for (int row : order) {
      if (applies(row, group)) {
        if (row < good.length && good[row]) {
          below[belows++] = row;
        } else {
          above[aboves++] = row;
        }
      }
    }
    ParzenEstimator l =
        new ParzenEstimator(
            table.axes(), table.observations(), group, Arrays.copyOf(below, belows), belowMemory);
    ParzenEstimator g =
        new ParzenEstimator(
            table.axes(), table.observations(), group, Arrays.copyOf(above, aboves), aboveMemory);
    double[][] points = l.sample(draws, candidates);
    double[] likely = l.logDensity(points);
    double[] unlikely = g.logDensity(points);
    int best = 0;
    for (int i = 1; i < candidates; i++) {
      best = likely[i] - unlikely[i] > likely[best] - unlikely[best] ? i : best;
    }
    for (int c = 0; c < group.length; c++) {
      point[group[c]] = points[c][best];
    }
  }

  private boolean applies(int row, int[] group) {
    for (int axis : group) {
      if (Double.isNaN(table.observations().get(row, axis))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String describe() {
    return "TPE (startup %d, candidates %d%s%s)"
        .formatted(
            startup, candidates, joint ? "" : ", one by one", liar ? "" : ", running ignored");
  }

  @Override
  public String toString() {
    return describe();
  }
}
