// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Detects problems in the training of an agent and reports each one once: exploding action values,
 * an exploding loss, a policy that never explores, a policy that has converged too early, and
 * rewards that are too large for a network.
 */
public final class AgentDoctor implements AgentCallback {
  private static final double LITTLE_EXPLORATION = 0.005;
  private static final double LARGE_REWARD = 50;
  private static final double FAR_BEYOND = 5;
  private static final double LOSS_GROWTH = 1000;
  private static final double LARGE_COEFFICIENT = 1000;
  private static final double SETTLED = 0.02;
  private static final int PATIENCE = 10; // epochs

  private final Map<String, String> findings = new LinkedHashMap<>();
  private double largestReturn; // absolute value
  private double best = Double.NEGATIVE_INFINITY;
  private double smallestLoss = Double.POSITIVE_INFINITY;
  private int epochs;
  private int sinceBest;

  /** Creates a doctor. */
  public AgentDoctor() {}

  /** Returns the problems found so far, as text. */
  public List<String> findings() {
    return new ArrayList<>(findings.values());
  }

  @Override
  public void onEpisode(long step, double total, int length) {
    largestReturn = Math.max(largestReturn, Math.abs(total));
    if (Math.abs(total) / length > LARGE_REWARD) {
      find(
          "rewards",
          "after %,d steps: rewards of about %.0f a step are too large for a network; divide them, or wrap the environment into NormalizeReward or ClipReward",
          step,
          Math.abs(total) / length);
    }
  }

  @Override
  public void onEpoch(long step, Map<String, Double> measures) {
    epochs++;
    exploration(step, measures.getOrDefault("epsilon", Double.NaN));
    values(step, measures.getOrDefault("q", Double.NaN));
    loss(step, measures.getOrDefault("loss", Double.NaN));
    entropy(step, measures);
    coefficient(step, measures.getOrDefault("alpha", Double.NaN));
  }

  private void exploration(long step, double epsilon) {
    if (epochs == 1 && epsilon < LITTLE_EXPLORATION) {
      find(
          "exploration",
          "after %,d steps: the agent explores hardly at all from the beginning (epsilon %.3f); begin with more, such as new Annealed(1, 0.05, 10_000)",
          step,
          epsilon);
    }
  }

  private void values(long step, double q) {
    if (largestReturn > 0 && Math.abs(q) > FAR_BEYOND * largestReturn) {
      find(
          "values",
          "after %,d steps: actions are taken to be worth %.3g, but no episode has brought more than %.3g; a smaller learning rate, a slower target or doubleQ() may help",
          step,
          q,
          largestReturn);
    }
  }

  private void loss(long step, double loss) {
    if (loss > LOSS_GROWTH * smallestLoss) {
      find(
          "loss",
          "after %,d steps: the loss has grown from %.3g to %.3g; a smaller learning rate or globalClipNorm(10) may help",
          step,
          smallestLoss,
          loss);
    }
    if (loss > 0) {
      smallestLoss = Math.min(smallestLoss, loss);
    }
  }

  private void entropy(long step, Map<String, Double> measures) {
    double mean = measures.getOrDefault("episode_return", Double.NaN);
    sinceBest = mean > best ? 0 : sinceBest + 1;
    best = Math.max(best, Double.isNaN(mean) ? best : mean);
    String name = measures.containsKey("std") ? "std" : "entropy"; // of continuous actions
    double spread = measures.getOrDefault(name, Double.NaN);
    if (spread < SETTLED && sinceBest > PATIENCE && !isAsGoodAsBest(mean)) {
      find(
          "entropy",
          "after %,d steps: the policy has settled (%s %.4f) at a return of %.3g, below the best so far, %.3g; entropy(0.01) keeps it exploring",
          step,
          name,
          spread,
          mean,
          best);
    }
  }

  private void coefficient(long step, double alpha) {
    if (alpha > LARGE_COEFFICIENT) {
      find(
          "alpha",
          "after %,d steps: the coefficient of the entropy has grown to %.3g, as the policy cannot be as random as it should; lower the target of automaticEntropy(first, target), or fix it by entropy(0.1)",
          step,
          alpha);
    }
  }

  private boolean isAsGoodAsBest(double mean) {
    return Double.isNaN(mean) || mean >= best - 0.02 * Math.abs(best);
  }

  private void find(String what, String sentence, Object... values) {
    findings.computeIfAbsent(what, w -> String.format(Locale.ROOT, sentence, values));
  }
}
