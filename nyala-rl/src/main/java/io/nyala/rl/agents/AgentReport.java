// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.List;

/**
 * The result of a training run.
 *
 * @param steps the number of steps in the environment
 * @param solvedAt the step of the first evaluation that reached the requested return, or -1
 * @param episodes the training episodes, with exploration, in order
 * @param evaluations the evaluations without exploration, in order
 * @param seconds the duration in seconds, not counting time before an interruption
 */
public record AgentReport(
    long steps,
    long solvedAt,
    List<Episode> episodes,
    List<Evaluated> evaluations,
    double seconds) {
  /**
   * A training episode.
   *
   * @param step the number of steps when it ended
   * @param total the sum of its rewards
   * @param length the number of its steps
   */
  public record Episode(long step, double total, int length) {}

  /**
   * An evaluation.
   *
   * @param step the number of steps when it was made
   * @param greedy its returns
   */
  public record Evaluated(long step, Returns greedy) {}

  /** Copies the lists. */
  public AgentReport {
    episodes = List.copyOf(episodes);
    evaluations = List.copyOf(evaluations);
  }

  /** Returns the mean return of the last training episodes, or NaN if there were none. */
  public double meanReturn(int lastEpisodes) {
    return episodes.subList(Math.max(0, episodes.size() - lastEpisodes), episodes.size()).stream()
        .mapToDouble(Episode::total)
        .average()
        .orElse(Double.NaN);
  }
}
