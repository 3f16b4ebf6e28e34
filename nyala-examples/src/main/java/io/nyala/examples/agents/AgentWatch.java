// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.agents;

import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.rl.agents.AgentCallback;
import io.nyala.rl.agents.AgentDoctor;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Returns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the progress of an agent's training, with a line for every few epochs, and the results.
 */
final class AgentWatch implements AgentCallback {
  private final RecipeContext context;
  private final int epochs;
  private final long stepsPerEpoch;
  private final int every; // epochs between lines
  private final AgentDoctor doctor = new AgentDoctor();
  private String evaluated = "";

  AgentWatch(RecipeContext context, int epochs, long stepsPerEpoch) {
    this.context = context;
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.every = Math.max(1, epochs / 50);
  }

  /** Rejects the option for data, since an agent generates its own. */
  static void refuseData(RecipeContext context, String recipe) {
    context.requireNoData(recipe + ": an agent generates its data", "");
  }

  /**
   * Returns whether the value of {@code --preset} is zoo.
   *
   * @throws UsageException if it is neither book nor zoo
   */
  static boolean isZoo(String preset) {
    if (!preset.equals("book") && !preset.equals("zoo")) {
      throw new UsageException("--preset must be book or zoo, got '" + preset + "'");
    }
    return preset.equals("zoo");
  }

  @Override
  public void onEpisode(long step, double total, int length) {
    doctor.onEpisode(step, total, length);
  }

  @Override
  public void onEvaluation(long step, Returns greedy) {
    evaluated = String.format(Locale.ROOT, " - greedy %.1f", greedy.mean());
  }

  @Override
  public void onEpoch(long step, Map<String, Double> measures) {
    doctor.onEpoch(step, measures);
    int epoch = (int) (step / stepsPerEpoch);
    if (epoch == 1 || epoch % every == 0) {
      StringBuilder line = new StringBuilder("Epoch %d/%d".formatted(epoch, epochs));
      say(line, "return", "%.2f", measures.get("episode_return"));
      say(line, "epsilon", "%.3f", measures.get("epsilon"));
      say(line, "loss", "%.4f", measures.get("loss"));
      say(line, "td_error", "%.4f", measures.get("td_error"));
      say(line, "q", "%.2f", measures.get("q"));
      context.say("%s%s - %,.0f steps/s", line, evaluated, measures.get("steps_per_second"));
      evaluated = "";
    }
  }

  private static void say(StringBuilder line, String name, String format, Double value) {
    if (value != null && !value.isNaN()) {
      line.append(" - ").append(name).append(' ');
      line.append(String.format(Locale.ROOT, format, value));
    }
  }

  /** Prints the duration and, with {@code --doctor}, any problems. */
  void summary(AgentReport report) {
    context.say(
        "%,d steps, %,d episodes in %.2f s: %,.0f steps per second.",
        report.steps(), report.episodes().size(), report.seconds(), speed(report));
    if (context.doctor()) {
      context.say(
          doctor.findings().isEmpty()
              ? "The doctor found nothing."
              : "The doctor found:\n- "
                  + String.join("\n- ", doctor.findings()).replace("%", "%%"));
    }
  }

  /** Prints when an evaluation first reached a return. */
  void solved(AgentReport report, double at) {
    if (report.solvedAt() < 0) {
      context.say("No evaluation during training reached %.0f.", at);
    } else {
      context.say("An evaluation reached %.0f after %,d steps.", at, report.solvedAt());
    }
  }

  private static double speed(AgentReport report) {
    return report.steps() / Math.max(1e-9, report.seconds());
  }

  /** Returns the mean returns of training and of evaluations by epoch. */
  Map<String, List<Double>> curves(AgentReport report) {
    List<Double> training = new ArrayList<>();
    List<Double> greedy = new ArrayList<>();
    int episode = 0;
    int evaluation = 0;
    double mean = 0;
    double last = 0;
    for (long end = stepsPerEpoch; end <= report.steps(); end += stepsPerEpoch) {
      double sum = 0;
      int from = episode;
      while (episode < report.episodes().size() && report.episodes().get(episode).step() <= end) {
        sum += report.episodes().get(episode++).total();
      }
      mean =
          episode > from
              ? sum / (episode - from)
              : mean; // of the last epoch in which an episode ended
      training.add(mean);
      while (evaluation < report.evaluations().size()
          && report.evaluations().get(evaluation).step() <= end) {
        last = report.evaluations().get(evaluation++).greedy().mean();
      }
      greedy.add(last);
    }
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    curves.put("return with exploration", training);
    curves.put("return without exploration", greedy);
    return curves;
  }

  /** Returns a report with the values common to all agents. */
  RunReport.Builder report(String environment, AgentReport report, Returns test) {
    return context
        .report()
        .data(context.sample() ? "sample" : environment, report.steps())
        .training(epochs, report.steps(), report.seconds())
        .metric("test_return_mean", test.mean())
        .metric("test_return_std", test.std())
        .metric("env_steps", report.steps())
        .metric("env_steps_per_second", speed(report))
        .metric("solved_at_step", report.solvedAt());
  }
}
