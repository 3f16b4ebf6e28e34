// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.models.FitOptions;
import io.nyala.models.History;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tune.samplers.Draws;
import io.nyala.tune.schedules.Asha;
import io.nyala.tune.schedules.Hyperband;
import io.nyala.tune.schedules.PopulationBased;
import io.nyala.tune.schedules.SuccessiveHalving;
import io.nyala.tune.schedules.TrialSchedule;
import io.nyala.tune.space.Hyperparameters;
import java.nio.file.Path;
import java.util.Arrays;

/** A search over small networks, to be run in a process of its own and killed there. */
final class SearchProgram {
  private static final int ROWS = 60;
  private static final int COLUMNS = 4;

  private SearchProgram() {}

  /** Runs: folder, workers, and how trials are scheduled. */
  public static void main(String[] arguments) {
    search(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]);
  }

  static Study search(Path folder, int workers, String schedule) {
    Study study =
        Study.in(folder)
            .objective("val_loss")
            .sampler(StudyTest.NEAR_BEST)
            .seed(5)
            .trials(schedule.equals("long") ? 300 : 8)
            .epochs(2)
            .workers(workers);
    if (schedule.startsWith("asynchronous")) {
      study.asynchronous();
    }
    TrialSchedule chosen = schedule(schedule);
    if (chosen != null) {
      study.schedule(chosen);
    }
    ModelBuilder builder =
        schedule.endsWith("population") ? SearchProgram::rates : SearchProgram::network;
    return study.run(builder, (model, trial) -> train(model, trial.fit()));
  }

  static History train(Model model, FitOptions options) {
    Tensor x = rows(1, COLUMNS);
    return model.fit(x, sums(x), options.batchSize(8).validationSplit(0.25));
  }

  static TrialSchedule schedule(String name) {
    return switch (name) {
      case "hyperband" -> Hyperband.of(9, 3);
      case "asha", "asynchronous asha" -> Asha.of(9, 1, 9, 3);
      case "population", "asynchronous population" -> PopulationBased.of(5, 7, 2).quantile(0.4);
      case "halving" -> SuccessiveHalving.of(9, 1, 9, 3);
      default -> null;
    };
  }

  static Model network(Hyperparameters hp) {
    int units = hp.intRange("units", 2, 16).value();
    double rate = hp.floatRange("rate", 1e-3, 1e-1).log().value();
    double drop = hp.floatRange("drop", 0, 0.5).step(0.25).value();
    Model model =
        Sequential.of(input(COLUMNS), dense(units).activation(RELU), dropout(drop), dense(1));
    model.compile(adam(rate), meanSquaredError());
    return model;
  }

  /** A network whose weights have the same shapes in all trials. */
  static Model rates(Hyperparameters hp) {
    double rate = hp.floatRange("rate", 1e-3, 1e-1).log().value();
    double drop = hp.floatRange("drop", 0, 0.5).step(0.25).value();
    Model model = Sequential.of(input(COLUMNS), dense(8).activation(RELU), dropout(drop), dense(1));
    model.compile(adam(rate), meanSquaredError());
    return model;
  }

  private static Tensor rows(long seed, int columns) {
    Draws draws = Draws.of(seed, 0);
    float[] values = new float[ROWS * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return Tensor.of(Shape.of(ROWS, columns), values);
  }

  private static Tensor sums(Tensor x) {
    float[] sums = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        sums[r] += x.floats()[r * COLUMNS + c] * (c + 1);
      }
    }
    return Tensor.of(Shape.of(ROWS, 1), sums);
  }

  /** Returns all that must be equal, times left out. */
  static String outcome(Study study) {
    StringBuilder text = new StringBuilder();
    for (TrialResult t : study.trials()) {
      text.append(t.number())
          .append(' ')
          .append(t.state())
          .append(' ')
          .append(t.values())
          .append(' ')
          .append(t.objectives())
          .append(' ')
          .append(t.steps())
          .append(' ')
          .append(t.runs())
          .append(' ')
          .append(t.copyOf())
          .append('\n');
    }
    text.append(study.best().orElseThrow().number());
    study.bestModel().getWeights().forEach(w -> text.append(Arrays.toString(w.floats())));
    return text.toString();
  }
}
