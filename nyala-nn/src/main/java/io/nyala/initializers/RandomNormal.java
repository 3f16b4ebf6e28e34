// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Normal numbers.
 *
 * @param mean their mean, 0 by default
 * @param stddev their standard deviation, 0.05 by default
 * @param seed takes the place of any key, or null
 */
public record RandomNormal(double mean, double stddev, Long seed) implements RandomInitializer {
  /** Checks the numbers. */
  public RandomNormal {
    Numbers.finite("RandomNormal", "mean", mean);
    Numbers.notNegative("RandomNormal", "stddev", stddev);
  }

  @Override
  public RandomNormal withSeed(long newSeed) {
    return new RandomNormal(mean, stddev, newSeed);
  }

  @Override
  public Tensor initialize(Shape shape, long key) {
    RandomStream draws = RandomStream.of(this, key);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (mean + stddev * draws.normal(i));
    }
    return Tensor.of(shape, data);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("seed", seed);
    config.put("mean", mean);
    config.put("stddev", stddev);
    return config;
  }
}
