// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The measurements of a run: the running means of losses, weighted by the rows of each batch, and
 * the metrics. The model's metrics are used by one run at a time. Other runs get copies.
 */
public final class Meters implements AutoCloseable {
  private final Objective objective;
  private final List<Integer> logged;
  private final double[] sums;
  private final Metric[] metrics;
  private boolean taken;
  private double total;
  private long rows;

  public Meters(Objective objective) {
    this.objective = objective;
    this.logged = objective.loggedLosses();
    this.sums = new double[logged.size()];
    this.metrics = new Metric[objective.measures().size()];
  }

  /** Starts a pass: acquires the metrics and resets them. */
  public void begin() {
    close();
    Arrays.fill(sums, 0);
    total = 0;
    rows = 0;
    taken = true;
    try {
      for (int i = 0; i < metrics.length; i++) {
        metrics[i] = objective.measures().get(i).metric().take();
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Ends a pass and releases the metrics. */
  @Override
  public void close() {
    if (taken) {
      taken = false;
      for (int i = 0; i < metrics.length && metrics[i] != null; i++) {
        metrics[i].release();
      }
      Arrays.fill(metrics, null);
    }
  }

  /** Returns the running sums of the losses, for {@link #restore}. */
  public List<Double> running() {
    List<Double> all = new ArrayList<>(List.of(total, (double) rows));
    Arrays.stream(sums).forEach(all::add);
    return all;
  }

  /** Returns the states of the metrics. They are null for stateless metrics and between passes. */
  public List<List<Double>> metricStates() {
    return taken
        ? states(List.of(metrics))
        : new ArrayList<>(Collections.nCopies(metrics.length, null));
  }

  private static List<List<Double>> states(List<Metric> metrics) {
    List<List<Double>> states = new ArrayList<>();
    for (Metric m : metrics) {
      double[] state = m.state();
      states.add(state == null ? null : Arrays.stream(state).boxed().toList());
    }
    return states;
  }

  /** Rejects values that {@link #restore} does not accept. */
  public void check(List<Double> running, List<List<Double>> states) {
    if (running.size() != sums.length + 2 || states.size() != metrics.length) {
      throw new IllegalArgumentException(
          "the checkpoint was made with other losses or metrics; compile the model as before");
    }
  }

  /** Continues from these values. Stateless metrics only see the rest of the epoch. */
  public void restore(List<Double> running, List<List<Double>> states) {
    total = running.get(0);
    rows = Math.round(running.get(1));
    for (int i = 0; i < sums.length; i++) {
      sums[i] = running.get(i + 2);
    }
    for (int i = 0; i < metrics.length; i++) {
      if (states.get(i) != null) {
        metrics[i].restore(states.get(i).stream().mapToDouble(d -> d).toArray());
      }
    }
  }

  /** Adds the batch that has just been run. */
  public void add(Step step) {
    int n = step.rows();
    total += (double) step.loss() * n;
    rows += n;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (double) step.loggedLoss(i) * n;
    }
    step.update(metrics);
  }

  /** Returns the values in the order of Keras's {@code metrics_names}. */
  public Map<String, Double> inOrder() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", total / rows);
    for (int i = 0; i < sums.length; i++) {
      values.put(objective.lossName(logged.get(i)), sums[i] / rows);
    }
    for (int i = 0; taken && i < metrics.length; i++) {
      values.put(objective.measures().get(i).logName(), metrics[i].result());
    }
    return values;
  }

  /** Returns the values sorted by name, as Keras logs them. */
  public Map<String, Double> sorted() {
    return new LinkedHashMap<>(new TreeMap<>(inOrder()));
  }

  /** Returns a view that computes the sorted values whenever it is read. */
  public Map<String, Double> view() {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<String, Double>> entrySet() {
        return sorted().entrySet();
      }

      @Override
      public Double get(Object name) {
        return "loss".equals(name) ? Double.valueOf(total / rows) : inOrder().get(name);
      }
    };
  }
}
