// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Running mean and variance (Chan, Golub and LeVeque 1979), as in Gymnasium. */
public final class Moments {
  /** The initial count, as in Gymnasium. */
  private static final double FEW = 1e-4;

  private final double[] mean;
  private final double[] variance;
  private double count = FEW;

  /** Creates moments of rows with a number of elements. */
  public Moments(int size) {
    mean = new double[size];
    variance = new double[size];
    Arrays.fill(variance, 1);
  }

  /** Adds a number for one element; {@link #counted} ends a row. */
  public void add(int place, double value) {
    double delta = value - mean[place];
    double total = count + 1;
    mean[place] += delta / total;
    double sum = variance[place] * count + delta * delta * count / total;
    variance[place] = sum / total;
  }

  /** Counts a row. */
  public void counted() {
    count++;
  }

  /** Returns the mean of an element. */
  public double mean(int place) {
    return mean[place];
  }

  /** Returns the variance of an element. */
  public double variance(int place) {
    return variance[place];
  }

  /** Returns the state for a checkpoint. */
  public Map<String, Object> state() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("mean", Arrays.stream(mean).boxed().toList());
    state.put("variance", Arrays.stream(variance).boxed().toList());
    state.put("count", count);
    return state;
  }

  /** Restores a state. */
  public void restore(Map<?, ?> state) {
    fill(mean, (List<?>) state.get("mean"));
    fill(variance, (List<?>) state.get("variance"));
    count = ((Number) state.get("count")).doubleValue();
  }

  private static void fill(double[] into, List<?> numbers) {
    for (int i = 0; i < into.length; i++) {
      into[i] = ((Number) numbers.get(i)).doubleValue();
    }
  }
}
