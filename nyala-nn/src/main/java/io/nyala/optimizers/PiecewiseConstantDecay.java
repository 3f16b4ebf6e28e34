// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.settings.Settings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piecewise constant learning rate: the first value up to and including the first boundary, the
 * last value beyond the last boundary.
 *
 * @param boundaries numbers of updates, ascending
 * @param values the learning rates, one more than boundaries
 */
public record PiecewiseConstantDecay(List<Long> boundaries, List<Double> values)
    implements Schedule {
  /** Creates the schedule. */
  public PiecewiseConstantDecay {
    boundaries = Arguments.allGiven("PiecewiseConstantDecay: boundaries", boundaries);
    values = Arguments.allGiven("PiecewiseConstantDecay: values", values);
    if (values.size() != boundaries.size() + 1) {
      throw new IllegalArgumentException(
          ("PiecewiseConstantDecay needs one more value than boundaries, got boundaries %s, values "
                  + "%s")
              .formatted(boundaries, values));
    }
    values.forEach(v -> Numbers.notNegative("PiecewiseConstantDecay", "values", v));
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i) <= boundaries.get(i - 1)) {
        throw new IllegalArgumentException(
            "PiecewiseConstantDecay: boundaries must be ascending, got " + boundaries);
      }
    }
  }

  static PiecewiseConstantDecay of(Settings c) {
    return new PiecewiseConstantDecay(
        Arrays.stream(c.getDoubles("boundaries")).mapToObj(b -> (long) b).toList(),
        Arrays.stream(c.getDoubles("values")).boxed().toList());
  }

  @Override
  public double at(long step) {
    int i = 0;
    while (i < boundaries.size() && step > boundaries.get(i)) {
      i++;
    }
    return values.get(i);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("boundaries", boundaries);
    config.put("values", values);
    config.put("name", "PiecewiseConstant");
    return config;
  }
}
