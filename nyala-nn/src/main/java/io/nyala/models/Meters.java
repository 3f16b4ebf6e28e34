// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The running means of losses, weighted by the rows of each batch, and the metrics beside them. */
final class Meters {
  private final Objective objective;
  private final List<Integer> logged;
  private final double[] sums;
  private double total;
  private long rows;

  Meters(Objective objective) {
    this.objective = objective;
    this.logged = objective.loggedLosses();
    this.sums = new double[logged.size()];
  }

  void reset() {
    Arrays.fill(sums, 0);
    total = 0;
    rows = 0;
    objective.measures().forEach(m -> m.metric().reset());
  }

  /** Takes in a batch that has just been run. */
  void add(StepProgram program, float loss) {
    int n = program.rows();
    total += (double) loss * n;
    rows += n;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (double) program.loggedLoss(i) * n;
    }
    program.updateMetrics();
  }

  /** Returns the values in the order of Keras's {@code metrics_names}. */
  Map<String, Double> inOrder() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", total / rows);
    for (int i = 0; i < sums.length; i++) {
      values.put(objective.lossName(logged.get(i)), sums[i] / rows);
    }
    objective.measures().forEach(m -> values.put(m.logName(), m.metric().result()));
    return values;
  }

  /** Returns the values in the order of their names, as Keras logs them. */
  Map<String, Double> sorted() {
    return new LinkedHashMap<>(new TreeMap<>(inOrder()));
  }

  /** Returns a view that computes the sorted values whenever it is read. */
  Map<String, Double> view() {
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
