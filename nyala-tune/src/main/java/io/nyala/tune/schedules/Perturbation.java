// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune.schedules;

import io.nyala.tune.space.Assignment;
import io.nyala.tune.space.ChoiceParameter;
import io.nyala.tune.space.FixedParameter;
import io.nyala.tune.space.FloatParameter;
import io.nyala.tune.space.IntParameter;
import io.nyala.tune.space.Parameter;
import io.nyala.tune.space.SearchSpace;
import java.util.random.RandomGenerator;

/**
 * A small change of values. Each hyperparameter is resampled with some probability. Otherwise
 * numbers are multiplied by one of two factors and stay in their range; those with steps move by at
 * least one step. Ordered choices move to a neighbor, and labels do not change.
 *
 * @param resample the probability of resampling a value
 * @param lower a factor of more than 0 and less than 1
 * @param upper a factor of more than 1
 */
public record Perturbation(double resample, double lower, double upper) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the probability or a factor is out of its range
   */
  public Perturbation {
    if (!(resample >= 0 && resample <= 1)) {
      throw new IllegalArgumentException(
          "perturbation: expected a resampling probability from 0 to 1, got " + resample);
    }
    if (!(lower > 0 && lower < 1 && upper > 1 && upper < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "perturbation: expected a factor between 0 and 1 and one above 1, got %s and %s"
              .formatted(lower, upper));
    }
  }

  /**
   * Returns changed values. Hyperparameters that now apply are drawn.
   *
   * @param space the space
   * @param values the values to change
   */
  public Assignment of(SearchSpace space, Assignment values, RandomGenerator random) {
    double[] point = new double[space.size()];
    for (int i = 0; i < point.length; i++) {
      Parameter parameter = space.parameter(i);
      // Three draws for each hyperparameter, so that they are independent of each other.
      double anew = random.nextDouble();
      double fresh = random.nextDouble();
      double factor = random.nextDouble() < 0.5 ? lower : upper;
      point[i] =
          !values.has(parameter.name()) || anew < resample
              ? fresh
              : parameter.toUnit(moved(parameter, values.get(parameter.name()), factor));
    }
    return space.assignment(point);
  }

  private static Object moved(Parameter parameter, Object value, double factor) {
    return switch (parameter) {
      case FloatParameter p when p.points().isEmpty() ->
          Math.clamp((Double) value * factor, p.min(), p.max());
      case FloatParameter p -> stepped(p, (Double) value, factor);
      case IntParameter p -> stepped(p, (Integer) value, factor);
      case ChoiceParameter p when p.ordered() ->
          neighbor(p, p.values().indexOf(value), factor > 1 ? 1 : -1);
      case ChoiceParameter p -> value;
      case FixedParameter p -> value;
    };
  }

  /** Returns the value nearest to the product, other than the current one. */
  private static Object stepped(Parameter parameter, double value, double factor) {
    double target = value * factor;
    long low = 0;
    long high = parameter.points().orElseThrow() - 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (number(parameter, middle) < target) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    boolean below =
        low > 0 && target - number(parameter, low - 1) <= Math.abs(number(parameter, low) - target);
    long nearest = below ? low - 1 : low;
    return number(parameter, nearest) == value
        ? neighbor(parameter, nearest, target > value ? 1 : -1)
        : parameter.at(nearest);
  }

  private static double number(Parameter parameter, long index) {
    return ((Number) parameter.at(index)).doubleValue();
  }

  private static Object neighbor(Parameter parameter, long index, int step) {
    return parameter.at(Math.clamp(index + step, 0, parameter.points().orElseThrow() - 1));
  }
}
