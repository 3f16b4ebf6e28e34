// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.samplers;

import io.nyala.tune.history.FinishedTrial;
import io.nyala.tune.history.History;
import io.nyala.tune.history.RunningTrial;
import io.nyala.tune.history.TrialState;
import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.Sampling;
import io.nyala.tune.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Plain searches with one sampler, and the functions that searches are judged by. */
final class Searches {
  private Searches() {}

  /** A space of so many numbers. */
  static SearchSpace numbers(int count, double min, double max) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parameters.add(new FloatParameter("x" + i, min, max, 0, Sampling.LINEAR, null));
    }
    return SearchSpace.of(parameters);
  }

  static double[] values(Assignment assignment, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = assignment.getDouble("x" + i);
    }
    return values;
  }

  /** Runs trials one after the other. A loss of NaN is a trial that failed. */
  static List<FinishedTrial> run(
      Sampler sampler,
      SearchSpace space,
      ToDoubleFunction<Assignment> loss,
      int trials,
      long seed) {
    return goOn(sampler, space, loss, List.of(), trials, seed);
  }

  /** Goes on after trials that have ended before. */
  static List<FinishedTrial> goOn(
      Sampler sampler,
      SearchSpace space,
      ToDoubleFunction<Assignment> loss,
      List<FinishedTrial> before,
      int trials,
      long seed) {
    List<FinishedTrial> finished = new ArrayList<>(before);
    for (int number = finished.size(); number < trials; number++) {
      History history = new History(finished, List.of());
      double[] point =
          sampler.propose(space, history, number, Draws.of(seed, number)).orElseThrow();
      finished.add(ended(space, number, point, loss));
    }
    return finished;
  }

  /** Runs trials so many at once: each sees those before as running, none of them sees the end. */
  static List<FinishedTrial> runAtOnce(
      Sampler sampler,
      SearchSpace space,
      ToDoubleFunction<Assignment> loss,
      int trials,
      int workers,
      long seed) {
    List<FinishedTrial> finished = new ArrayList<>();
    while (finished.size() < trials) {
      List<RunningTrial> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int number = finished.size() + i;
        double[] point =
            sampler
                .propose(space, new History(finished, running), number, Draws.of(seed, number))
                .orElseThrow();
        running.add(new RunningTrial(number, space.point(space.assignment(point))));
      }
      for (RunningTrial trial : running) {
        finished.add(ended(space, trial.number(), trial.point(), loss));
      }
    }
    return finished;
  }

  private static FinishedTrial ended(
      SearchSpace space, int number, double[] point, ToDoubleFunction<Assignment> loss) {
    Assignment assignment = space.assignment(point);
    double value = loss.applyAsDouble(assignment);
    boolean failed = Double.isNaN(value);
    return new FinishedTrial(
        number,
        failed ? TrialState.FAIL : TrialState.COMPLETE,
        space.point(assignment),
        failed ? new double[0] : new double[] {value},
        new TreeMap<>(),
        0);
  }

  /** The least loss of the trials. */
  static double best(List<FinishedTrial> trials) {
    return trials.stream()
        .filter(trial -> trial.state() == TrialState.COMPLETE)
        .mapToDouble(FinishedTrial::loss)
        .min()
        .orElseThrow();
  }

  /** Branin's function, of x0 and x1 in 0 to 1; its three minima are 0.397887. */
  static double branin(Assignment assignment) {
    double x = 15 * assignment.getDouble("x0") - 5;
    double y = 15 * assignment.getDouble("x1");
    double a = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
    return a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  }

  private static final double[] HEIGHTS = {1.0, 1.2, 3.0, 3.2};
  private static final double[][] WIDTHS = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] CENTRES = {
    {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
    {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
    {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
    {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
  };

  /** Hartmann's function of six numbers in 0 to 1; its minimum is -3.32237. */
  static double hartmann(Assignment assignment) {
    double sum = 0;
    for (int i = 0; i < HEIGHTS.length; i++) {
      double exponent = 0;
      for (int j = 0; j < 6; j++) {
        double distance = assignment.getDouble("x" + j) - CENTRES[i][j];
        exponent += WIDTHS[i][j] * distance * distance;
      }
      sum -= HEIGHTS[i] * Math.exp(-exponent);
    }
    return sum;
  }

  /** Rosenbrock's valley of all numbers of the space; its minimum is 0, at 1. */
  static double rosenbrock(Assignment assignment) {
    double[] x = values(assignment, assignment.names().size());
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double a = x[i + 1] - x[i] * x[i];
      sum += 100 * a * a + (1 - x[i]) * (1 - x[i]);
    }
    return sum;
  }
}
