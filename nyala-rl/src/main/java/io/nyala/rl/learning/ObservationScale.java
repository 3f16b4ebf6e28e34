// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.learning;

import io.nyala.layers.preprocessing.Normalization;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Normalizes observations by their running mean and variance, as SB3's {@code VecNormalize}. The
 * moments are weights of layers at the beginning of the networks, so that they are saved with them,
 * and change only by {@link #update}.
 */
public final class ObservationScale {
  private static final float MOST = 10;

  private final Shape observation;
  private final Moments moments;
  private final List<Normalization> layers = new ArrayList<>();

  /** Creates a scale for observations of a shape. */
  public ObservationScale(Shape observation) {
    this.observation = observation;
    this.moments = new Moments(observation.size());
  }

  /** Applies a new layer that normalizes and clips to ±10. */
  public Value apply(Value x) {
    Normalization layer =
        new Normalization().axis(IntStream.rangeClosed(1, observation.rank()).toArray());
    Value normal = layer.apply(x);
    layers.add(layer);
    return Ops.clip(normal, -MOST, MOST);
  }

  /** Adds observations, row after row, and changes the layers. */
  public void update(float[] rows) {
    int size = observation.size();
    for (int at = 0; at < rows.length; at += size) {
      for (int i = 0; i < size; i++) {
        moments.add(i, rows[at + i]);
      }
      moments.counted();
    }
    set();
  }

  private void set() {
    float[] mean = new float[observation.size()];
    float[] variance = new float[observation.size()];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) moments.mean(i);
      variance[i] = (float) moments.variance(i);
    }
    for (Normalization layer : layers) {
      layer.weights().get(0).set(Tensor.of(observation, mean.clone()));
      layer.weights().get(1).set(Tensor.of(observation, variance.clone()));
    }
  }

  /** Returns the state for a checkpoint. */
  public Map<String, Object> state() {
    return moments.state();
  }

  /** Restores a state and changes the layers. */
  public void restore(Map<?, ?> state) {
    moments.restore(state);
    set();
  }
}
