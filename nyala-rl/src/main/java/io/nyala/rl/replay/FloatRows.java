// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.replay;

import io.nyala.tensor.Shape;
import io.nyala.variables.Variable;
import java.util.List;
import java.util.Map;

/** Stores both observations of each transition unchanged. */
final class FloatRows implements Observations {
  private final int capacity;
  private final int width;
  private final float[] observations;
  private final float[] nextObservations;

  FloatRows(int capacity, int width) {
    this.capacity = capacity;
    this.width = width;
    observations = new float[capacity * width];
    nextObservations = new float[capacity * width];
  }

  @Override
  public int put(int place, int live, float[] before, float[] after, int steps, boolean last) {
    System.arraycopy(before, 0, observations, place * width, width);
    System.arraycopy(after, 0, nextObservations, place * width, width);
    return 0;
  }

  @Override
  public void leave() {
    // Every transition is independent.
  }

  @Override
  public void get(int place, float[] before, float[] after, int row) {
    System.arraycopy(observations, place * width, before, row * width, width);
    System.arraycopy(nextObservations, place * width, after, row * width, width);
  }

  @Override
  public List<Variable> variables() {
    Shape shape = Shape.of(capacity, width);
    return List.of(
        Variable.in("observations", shape, observations, 0),
        Variable.in("next_observations", shape, nextObservations, 0));
  }

  @Override
  public Map<String, Object> state() {
    return Map.of();
  }

  @Override
  public void restore(Map<?, ?> state) {
    // There is no state other than the variables.
  }
}
