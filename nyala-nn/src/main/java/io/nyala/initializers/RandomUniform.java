// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Uniform numbers.
 *
 * @param min the lower bound, included, -0.05 by default
 * @param max the upper bound, excluded, 0.05 by default
 * @param seed takes the place of any key, or null
 */
public record RandomUniform(double min, double max, Long seed) implements RandomInitializer {
  /** Checks the bounds. */
  public RandomUniform {
    Numbers.finite("RandomUniform", "minval", min);
    Numbers.finite("RandomUniform", "maxval", max);
    if (min > max) {
      throw new IllegalArgumentException(
          "RandomUniform: minval must not exceed maxval, got " + min + " and " + max);
    }
  }

  @Override
  public RandomUniform withSeed(long newSeed) {
    return new RandomUniform(min, max, newSeed);
  }

  @Override
  public Tensor initialize(Shape shape, long key) {
    RandomStream draws = RandomStream.of(this, key);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (min + (max - min) * draws.uniform(i));
    }
    return Tensor.of(shape, data);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("seed", seed);
    config.put("minval", min);
    config.put("maxval", max);
    return config;
  }
}
