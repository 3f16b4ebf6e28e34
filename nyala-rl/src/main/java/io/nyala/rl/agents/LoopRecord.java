// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The record of a training run so far. */
final class LoopRecord {
  private final List<AgentReport.Episode> episodes = new ArrayList<>();
  private final List<AgentReport.Evaluated> evaluations = new ArrayList<>();
  private long steps;
  private double total; // of the current episode
  private int length;
  private double best = Double.NEGATIVE_INFINITY;
  private long solvedAt = -1;
  private boolean stopped;
  private int told; // episodes already counted in an epoch

  long steps() {
    return steps;
  }

  boolean hasStopped() {
    return stopped;
  }

  void stop() {
    stopped = true;
  }

  /** Marks the task as solved, which may end the training. */
  void solved(boolean stops) {
    solvedAt = solvedAt < 0 ? steps : solvedAt;
    stopped |= stops;
  }

  void beginEpisode() {
    total = 0;
    length = 0;
  }

  void step(double reward) {
    steps++;
    total += reward;
    length++;
  }

  /** Counts steps of several environments at once. */
  void steps(int count) {
    steps += count;
  }

  /** Records an episode of one of several environments. */
  AgentReport.Episode episode(double sum, int count) {
    total = sum;
    length = count;
    return endEpisode();
  }

  AgentReport.Episode endEpisode() {
    AgentReport.Episode episode = new AgentReport.Episode(steps, total, length);
    episodes.add(episode);
    return episode;
  }

  /** Returns means of the episodes that have ended since the last call. */
  Map<String, Double> epoch() {
    List<AgentReport.Episode> ended = episodes.subList(told, episodes.size());
    Map<String, Double> means = new LinkedHashMap<>();
    means.put(
        "episode_return",
        ended.stream().mapToDouble(AgentReport.Episode::total).average().orElse(Double.NaN));
    means.put(
        "episode_length",
        ended.stream().mapToDouble(AgentReport.Episode::length).average().orElse(Double.NaN));
    told = episodes.size();
    return means;
  }

  /** Returns whether an evaluation is the best so far. On a tie, the later one wins. */
  boolean evaluated(Returns greedy) {
    evaluations.add(new AgentReport.Evaluated(steps, greedy));
    boolean better = greedy.mean() >= best;
    best = Math.max(best, greedy.mean());
    return better;
  }

  AgentReport report(double seconds) {
    return new AgentReport(steps, solvedAt, episodes, evaluations, seconds);
  }

  // Checkpoints

  Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put(
        "numbers",
        List.of((double) steps, total, (double) length, best, (double) solvedAt, (double) told));
    state.put("stopped", stopped);
    List<List<Double>> ends = new ArrayList<>();
    episodes.forEach(e -> ends.add(List.of((double) e.step(), e.total(), (double) e.length())));
    state.put("episodes", ends);
    List<List<Double>> greedy = new ArrayList<>();
    for (AgentReport.Evaluated e : evaluations) {
      Returns r = e.greedy();
      greedy.add(
          List.of(
              (double) e.step(),
              r.mean(),
              r.std(),
              r.least(),
              r.most(),
              r.length(),
              (double) r.episodes()));
    }
    state.put("evaluations", greedy);
    return state;
  }

  @SuppressWarnings("unchecked") // from state()
  void restore(Map<String, Object> state) {
    List<Number> numbers = (List<Number>) state.get("numbers");
    steps = numbers.get(0).longValue();
    total = numbers.get(1).doubleValue();
    length = numbers.get(2).intValue();
    best = numbers.get(3).doubleValue();
    solvedAt = numbers.get(4).longValue();
    told = numbers.get(5).intValue();
    stopped = Boolean.TRUE.equals(state.get("stopped"));
    episodes.clear();
    for (List<Number> e : (List<List<Number>>) state.get("episodes")) {
      episodes.add(
          new AgentReport.Episode(
              e.get(0).longValue(), e.get(1).doubleValue(), e.get(2).intValue()));
    }
    evaluations.clear();
    for (List<Number> e : (List<List<Number>>) state.get("evaluations")) {
      double[] r = e.stream().mapToDouble(Number::doubleValue).toArray();
      Returns greedy = new Returns(r[1], r[2], r[3], r[4], r[5], (int) r[6]);
      evaluations.add(new AgentReport.Evaluated((long) r[0], greedy));
    }
  }
}
