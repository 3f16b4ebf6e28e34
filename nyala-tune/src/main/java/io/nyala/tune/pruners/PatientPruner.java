// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.pruners;

import io.nyala.tune.history.History;
import java.util.Collection;
import java.util.NavigableMap;

/** Lets another pruner end a trial only if it has not improved for a number of reports. */
final class PatientPruner implements Pruner {
  private final Pruner other;
  private final int patience;
  private final double minDelta;

  PatientPruner(Pruner other, int patience, double minDelta) {
    if (patience < 0 || !(minDelta >= 0)) {
      throw new IllegalArgumentException(
          "pruner: expected a patience and a minimum change of at least 0, got %d and %s"
              .formatted(patience, minDelta));
    }
    this.other = other;
    this.patience = patience;
    this.minDelta = minDelta;
  }

  @Override
  public boolean prune(NavigableMap<Integer, Double> steps, History history) {
    if (steps.size() <= patience + 1) {
      return false;
    }
    Integer[] keys = steps.keySet().toArray(Integer[]::new);
    int first = keys[keys.length - patience - 1];
    double before = least(steps.headMap(first, false).values());
    double since = least(steps.tailMap(first, true).values());
    boolean stuck = before + minDelta < since;
    return stuck && (other == null || other.prune(steps, history));
  }

  private static double least(Collection<Double> values) {
    return values.stream()
        .mapToDouble(v -> v)
        .filter(v -> !Double.isNaN(v))
        .min()
        .orElse(Double.NaN);
  }

  @Override
  public Pruner towards(boolean maximised) {
    return other == null ? this : new PatientPruner(other.towards(maximised), patience, minDelta);
  }

  @Override
  public String describe() {
    return "patience %d, least change %s, then %s"
        .formatted(patience, minDelta, other == null ? "the end" : other.describe());
  }

  @Override
  public String toString() {
    return describe();
  }
}
