// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.RunningTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.math.Applicability;
import io.nyala.tune.math.Axis;
import io.nyala.tune.math.GaussianProcess;
import io.nyala.tune.math.GaussianProcessFit;
import io.nyala.tune.math.ImprovementSearch;
import io.nyala.tune.math.KernelParameters;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bayesian optimisation with a Gaussian process: models the loss from all trials so far and
 * proposes the point with the largest expected improvement. It needs the fewest trials of all
 * samplers, for up to a few hundred trials and about twenty hyperparameters. Its running time grows
 * with the cube of the number of trials.
 *
 * <p>As in Optuna 5: a Matern kernel of order 5/2 with a length for each hyperparameter (equality
 * for labels), the most probable parameters of the kernel under the same priors, the logarithm of
 * the expected improvement, 2,048 Sobol points and 10 climbs. The differences are:
 *
 * <ul>
 *   <li>trials that are still running count with the value that the model predicts;
 *   <li>a hyperparameter that did not apply to a trial counts as the middle of its range; one that
 *       some trials did not request, without a condition that explains it, is drawn at random;
 *   <li>trials that violate constraints count as the worst one;
 *   <li>with several objectives, it uses only the first one: use {@link TpeSampler} or {@link
 *       NsgaSampler} for more.
 * </ul>
 *
 * <p>J. Snoek, H. Larochelle, R. P. Adams: Practical Bayesian optimization of machine learning
 * algorithms; NeurIPS 2012. S. Ament and others: Unexpected improvements to expected improvement
 * for Bayesian optimization; NeurIPS 2023.
 */
public final class GaussianProcessSampler implements Sampler {
  private static final double LEAST_DEVIATION = 1e-10;

  /**
   * Fits start at the parameters of a fit to the first half of the trials, recursively down to this
   * number.
   */
  private static final int FIRST_FIT = 16;

  private final int startup;
  private final RandomSampler random = new RandomSampler();
  private final TrialTable table = new TrialTable(t -> t.state() == TrialState.COMPLETE);

  /** The fits to the first 16, 32, 64, ... rows of the table. */
  private final List<KernelParameters> earlier = new ArrayList<>();

  /** Creates the sampler with its defaults. */
  public GaussianProcessSampler() {
    this(10);
  }

  private GaussianProcessSampler(int startup) {
    this.startup = startup;
  }

  /**
   * Returns this sampler with another number of random trials before it uses losses.
   *
   * @param trials at least 1; default 10
   */
  public GaussianProcessSampler startup(int trials) {
    return new GaussianProcessSampler(Options.atLeast("Gaussian process", "startup", trials, 1));
  }

  @Override
  public Optional<double[]> propose(SearchSpace space, History history, int number, Draws draws) {
    int kept = table.follow(space, history);
    forgetFitsBeyond(kept);
    int n = table.trials().size();
    if (n < startup) {
      return random.propose(space, history, number, draws);
    }
    Axis[] axes = table.axes();
    double[] point = SpaceAxes.draw(axes, draws);
    int[] varying = modelled(space, SpaceAxes.varying(axes));
    if (varying.length == 0) {
      return Optional.of(point);
    }
    Axis[] chosen = new Axis[varying.length];
    boolean[] labels = new boolean[varying.length];
    for (int c = 0; c < chosen.length; c++) {
      chosen[c] = axes[varying[c]];
      labels[c] = !chosen[c].ordered();
    }
    double[][] x = points(varying, chosen, n);
    KernelParameters parameters = fit(x, labels, n);
    double[] y = standardized(n);
    GaussianProcess process = new GaussianProcess(x, labels, y, parameters);
    for (RunningTrial trial : history.running()) {
      process = process.believing(place(trial.point(), varying, chosen));
    }
    int best = 0;
    for (int i = 1; i < n; i++) {
      best = y[i] > y[best] ? i : best;
    }
    Applicability applicability = SpaceAxes.applicability(space, varying, chosen);
    double[] found =
        new ImprovementSearch(chosen, applicability, process, y[best]).run(x[best], draws);
    for (int c = 0; c < chosen.length; c++) {
      point[varying[c]] = found[c];
    }
    return Optional.of(point);
  }

  /** All axes except those for which it is unknown when they apply; these are drawn at random. */
  private int[] modelled(SearchSpace space, int[] varying) {
    return Arrays.stream(varying)
        .filter(a -> !space.conditions(a).isEmpty() || !table.observations().hasHoles(a))
        .toArray();
  }

  private double[][] points(int[] varying, Axis[] axes, int n) {
    double[][] x = new double[n][varying.length];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < varying.length; c++) {
        x[i][c] = orMiddle(table.observations().get(i, varying[c]), axes[c]);
      }
    }
    return x;
  }

  private static double[] place(double[] point, int[] varying, Axis[] axes) {
    double[] place = new double[varying.length];
    for (int c = 0; c < varying.length; c++) {
      place[c] = orMiddle(point[varying[c]], axes[c]);
    }
    return place;
  }

  private static double orMiddle(double coordinate, Axis axis) {
    return Double.isNaN(coordinate) ? Applicability.middle(axis) : axis.snap(coordinate);
  }

  /**
   * Returns standardised scores, larger is better; infinite losses count as the largest finite one.
   */
  private double[] standardized(int n) {
    List<FinishedTrial> trials = table.trials();
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double loss = trials.get(i).loss();
      if (Double.isFinite(loss) && trials.get(i).violation() == 0) {
        least = Math.min(least, loss);
        greatest = Math.max(greatest, loss);
      }
    }
    double[] y = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      if (least <= greatest) {
        boolean broken = trials.get(i).violation() > 0;
        y[i] = -(broken ? greatest : Math.clamp(trials.get(i).loss(), least, greatest));
      }
      mean += y[i] / n;
    }
    double variance = 0;
    for (int i = 0; i < n; i++) {
      variance += (y[i] - mean) * (y[i] - mean) / n;
    }
    double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(variance));
    for (int i = 0; i < n; i++) {
      y[i] = (y[i] - mean) / deviation;
    }
    return y;
  }

  /**
   * Fits to all rows, starting from the parameters for the first 16, 32, 64 and so on. This is a
   * good start, and it is the same even if this sampler has not seen the search from its beginning.
   */
  private KernelParameters fit(double[][] x, boolean[] labels, int n) {
    KernelParameters start = KernelParameters.initial(labels.length);
    int level = 0;
    for (int rows = FIRST_FIT; rows < n; rows *= 2, level++) {
      if (level == earlier.size()) {
        earlier.add(fit(x, labels, rows, start));
      }
      start = earlier.get(level);
    }
    return fit(x, labels, n, start);
  }

  private KernelParameters fit(double[][] x, boolean[] labels, int rows, KernelParameters start) {
    double[][] first = Arrays.copyOf(x, rows);
    return new GaussianProcessFit(first, labels, standardized(rows)).fit(start);
  }

  private void forgetFitsBeyond(int rows) {
    while (!earlier.isEmpty() && FIRST_FIT << earlier.size() - 1 > rows) {
      earlier.removeLast();
    }
  }

  @Override
  public String describe() {
    return "Gaussian process (startup %d)".formatted(startup);
  }

  @Override
  public String toString() {
    return describe();
  }
}
