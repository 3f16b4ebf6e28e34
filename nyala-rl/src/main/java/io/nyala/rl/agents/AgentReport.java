// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.List;

/**
 * How a training went.
 *
 * @param steps made in the environment
 * @param solvedAt the step of the first evaluation that reached what was asked for, or -1
 * @param episodes of the training, exploration included, in order
 * @param evaluations without exploration, in order
 * @param seconds it took, without what was before an interruption
 */
public record AgentReport(
    long steps,
    long solvedAt,
    List<Episode> episodes,
    List<Evaluated> evaluations,
    double seconds) {
  /**
   * An episode of the training.
   *
   * @param step after which it ended
   * @param total sum of its rewards
   * @param length number of its steps
   */
  public record Episode(long step, double total, int length) {}

  /**
   * An evaluation.
   *
   * @param step after which it was made
   * @param greedy what it brought
   */
  public record Evaluated(long step, Returns greedy) {}

  /** Copies the lists. */
  public AgentReport {
    episodes = List.copyOf(episodes);
    evaluations = List.copyOf(evaluations);
  }

  /** Returns the mean return of the last episodes of the training, NaN if there were none. */
  public double meanReturn(int lastEpisodes) {
    return episodes.subList(Math.max(0, episodes.size() - lastEpisodes), episodes.size()).stream()
        .mapToDouble(Episode::total)
        .average()
        .orElse(Double.NaN);
  }
}
