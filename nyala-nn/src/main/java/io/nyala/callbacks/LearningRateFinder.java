// SPDX-License-Identifier: Apache-2.0
package io.nyala.callbacks;

import io.nyala.models.Callback;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.optimizers.MultiOptimizer;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Schedule;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds a learning rate by a short training with rates that grow exponentially (Smith 2017): the
 * loss falls fastest just below the largest useful rate, and explodes above it. The losses are
 * smoothed as in fastai.
 *
 * <pre>{@code
 * LearningRateFinder finder = learningRateFinder();
 * finder.find(model, x, y, 32); // the model and its optimizer are as before
 * model.compile(adam(finder.suggestion()), loss);
 * }</pre>
 *
 * <p>As a callback of {@code fit}, it takes over the learning rate, ends the training after its
 * steps or when the loss diverges, and then restores weights, learning rate and the state of the
 * optimizer exactly; only the random numbers of shuffling and dropout have moved on. Training does
 * not start afterwards: call {@code fit} again without it.
 */
public final class LearningRateFinder extends Callback {
  private static final double SMOOTHING = 0.98;
  private static final double DIVERGED = 4; // times the best smoothed loss
  private static final int FEWEST = 3;
  private static final int UNSTEADY = 10; // the first tenth are means of few batches

  private double lowest = 1e-7;
  private double highest = 10;
  private int steps = 100;

  private double[] rates = {};
  private double[] losses = {};
  private int count;
  private double average;
  private double best;
  private double meanBefore;
  private Kept kept;

  /** Everything that the search changes. */
  private record Kept(
      List<Tensor> weights, List<Tensor> state, long iterations, double rate, Schedule schedule) {
    static Kept of(Model model) {
      Optimizer optimizer = model.optimizer();
      collect(optimizer);
      Schedule schedule = optimizer.schedule();
      optimizer.learningRate((Schedule) null);
      return new Kept(
          model.getWeights(),
          optimizer.variables().stream().map(Variable::get).toList(),
          optimizer.iterations(),
          optimizer.learningRate(),
          schedule);
    }

    private static void collect(Optimizer optimizer) {
      if (optimizer.division() != null) {
        optimizer.division().collect();
      }
    }

    void restore(Model model) {
      Optimizer optimizer = model.optimizer();
      collect(optimizer);
      model.setWeights(weights);
      List<Variable> variables = optimizer.variables();
      for (int i = 0; i < state.size(); i++) {
        variables.get(i).set(state.get(i));
      }
      optimizer.iterations(iterations);
      optimizer.learningRate(rate);
      optimizer.learningRate(schedule);
    }
  }

  /** Creates a finder from 1e-7 to 10 in 100 steps. */
  public LearningRateFinder() {}

  /** Sets the first rate; default 1e-7. */
  public LearningRateFinder from(double rate) {
    lowest = Numbers.positive("LearningRateFinder", "from", rate);
    return this;
  }

  /** Sets the last rate; default 10. */
  public LearningRateFinder to(double rate) {
    highest = Numbers.positive("LearningRateFinder", "to", rate);
    return this;
  }

  /** Sets the number of batches; default 100. */
  public LearningRateFinder steps(int batches) {
    if (batches < FEWEST) {
      throw new IllegalArgumentException(
          "LearningRateFinder: steps must be at least %d, got %d".formatted(FEWEST, batches));
    }
    steps = batches;
    return this;
  }

  /**
   * Searches on rows, as often as necessary, and returns {@link #suggestion}.
   *
   * @param model a compiled model, unchanged afterwards
   * @throws IllegalStateException if the model is not compiled, or if its optimizer has several
   *     learning rates
   */
  public double find(Model model, Tensor x, Tensor y, int batchSize) {
    Arguments.given("model", model);
    int rows = Arguments.given("x", x).shape().dim(0);
    FitOptions options = FitOptions.fit().batchSize(batchSize).callbacks(this);
    model.fit(x, y, options.epochs(Math.ceilDiv(steps, Math.max(1, rows / batchSize))));
    return suggestion();
  }

  // The search

  @Override
  protected boolean mayLog(String name) {
    return false;
  }

  @Override
  public void onTrainBegin() {
    if (highest <= lowest) {
      throw new IllegalArgumentException(
          "LearningRateFinder: the last rate, %s, must be above the first, %s"
              .formatted(highest, lowest));
    }
    if (model().optimizer().schedule() == null || model().optimizer() instanceof MultiOptimizer) {
      model().optimizer().requireSettableRate("LearningRateFinder");
    }
    kept = Kept.of(model());
    rates = new double[steps];
    losses = new double[steps];
    count = 0;
    average = 0;
    best = Double.POSITIVE_INFINITY;
  }

  @Override
  public void onEpochBegin(int epoch) {
    meanBefore = 0;
  }

  @Override
  public void onTrainBatchBegin(int batch) {
    if (count < steps) {
      rates[count] = lowest * Math.pow(highest / lowest, (double) count / (steps - 1));
      model().optimizer().learningRate(rates[count]);
    }
  }

  @Override
  public void onTrainBatchEnd(int batch, Map<String, Double> logs) {
    if (count == steps) {
      return;
    }
    // The logs are means of the epoch so far; a smaller last batch counts as one of full size.
    double mean = logs.get("loss");
    double loss = mean * (batch + 1) - meanBefore * batch;
    meanBefore = mean;
    average = SMOOTHING * average + (1 - SMOOTHING) * loss;
    double smoothed = average / (1 - Math.pow(SMOOTHING, count + 1));
    losses[count++] = smoothed;
    best = Math.min(best, smoothed);
    if (count == steps || smoothed > DIVERGED * best) {
      model().stopTraining();
    }
  }

  @Override
  public boolean onDivergence(int epoch, int batch, double loss) {
    return true;
  }

  @Override
  public void onTrainEnd(Map<String, Double> logs) {
    kept.restore(model());
    kept = null;
    rates = Arrays.copyOf(rates, count);
    losses = Arrays.copyOf(losses, count);
  }

  // Results

  /** Returns the rates tried, ascending; empty before a search. */
  public double[] rates() {
    return rates.clone();
  }

  /** Returns the smoothed loss at each rate. */
  public double[] losses() {
    return losses.clone();
  }

  /**
   * Returns the rate at which the smoothed loss falls fastest over the logarithm of the rate,
   * without the first tenth of the rates. Look at the plot too ({@code Plots.learningRates}): the
   * loss of a network that is already trained hardly falls, and then the suggestion means little.
   *
   * @throws IllegalStateException before a search, or if the loss diverged at once
   */
  public double suggestion() {
    if (count < FEWEST || kept != null) {
      throw new IllegalStateException(
          ("LearningRateFinder: %d losses are too few for a suggestion; call find or fit first, with"
                  + " a lower first rate")
              .formatted(count));
    }
    int steepest = 1;
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = Math.max(1, count / UNSTEADY); i < count - 1; i++) {
      double slope = losses[i + 1] - losses[i - 1]; // the steps of the logarithm are equal
      if (slope < fastest) {
        fastest = slope;
        steepest = i;
      }
    }
    return rates[steepest];
  }
}
