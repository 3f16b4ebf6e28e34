// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Numbers whose variance is {@code scale / fan}: the family of Glorot, He and LeCun initializers.
 *
 * <p>Fans are those of Keras 3 ({@code compute_fans}): of a matrix its rows and columns; of a
 * kernel with more axes the last two, times the extents before them.
 *
 * @param kerasName the class name in Keras, which says whether this is a preset such as {@code
 *     GlorotUniform}
 * @param scale positive
 * @param mode which fan divides it
 * @param distribution how numbers are drawn
 * @param seed takes the place of any key, or null
 */
public record VarianceScaling(
    String kerasName, double scale, Mode mode, Distribution distribution, Long seed)
    implements RandomInitializer {
  /** The standard deviation of a standard normal truncated at two deviations. */
  private static final double TRUNCATED_DEVIATION = 0.87962566103423978;

  /** Which fan divides the scale. */
  public enum Mode {
    /** The number of inputs of a unit. */
    FAN_IN,
    /** The number of units that an input reaches. */
    FAN_OUT,
    /** The mean of both. */
    FAN_AVG
  }

  /** How numbers are drawn. */
  public enum Distribution {
    /** Normal within two deviations. */
    TRUNCATED_NORMAL,
    /** Normal. */
    UNTRUNCATED_NORMAL,
    /** Uniform around 0. */
    UNIFORM
  }

  /** Checks the scale. */
  public VarianceScaling {
    Arguments.given("VarianceScaling: name", kerasName);
    Arguments.given(kerasName + ": mode", mode);
    Arguments.given(kerasName + ": distribution", distribution);
    Numbers.positive(kerasName, "scale", scale);
  }

  /** Creates an initializer without a name of its own. */
  public VarianceScaling(double scale, Mode mode, Distribution distribution) {
    this("VarianceScaling", scale, mode, distribution, null);
  }

  @Override
  public VarianceScaling withSeed(long newSeed) {
    return new VarianceScaling(kerasName, scale, mode, distribution, newSeed);
  }

  @Override
  public Tensor initialize(Shape shape, long key) {
    double variance = scale / Math.max(1, fan(shape));
    return switch (distribution) {
      case TRUNCATED_NORMAL ->
          new TruncatedNormal(0, Math.sqrt(variance) / TRUNCATED_DEVIATION, seed)
              .initialize(shape, key);
      case UNTRUNCATED_NORMAL ->
          new RandomNormal(0, Math.sqrt(variance), seed).initialize(shape, key);
      case UNIFORM -> {
        double limit = Math.sqrt(3 * variance);
        yield new RandomUniform(-limit, limit, seed).initialize(shape, key);
      }
    };
  }

  private double fan(Shape shape) {
    double in = 1;
    double out = 1;
    if (shape.rank() == 1) {
      in = shape.dim(0);
      out = in;
    } else if (shape.rank() >= 2) {
      double receptive = shape.slice(0, shape.rank() - 2).size();
      in = receptive * shape.dim(-2);
      out = receptive * shape.dim(-1);
    }
    return switch (mode) {
      case FAN_IN -> in;
      case FAN_OUT -> out;
      case FAN_AVG -> (in + out) / 2;
    };
  }

  @Override
  public String className() {
    return kerasName;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("seed", seed);
    if (kerasName.equals("VarianceScaling")) {
      config.put("scale", scale);
      config.put("mode", mode.name().toLowerCase(Locale.ROOT));
      config.put("distribution", distribution.name().toLowerCase(Locale.ROOT));
    }
    config.put("input_axes", null);
    config.put("output_axes", null);
    return config;
  }
}
