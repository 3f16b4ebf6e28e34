// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.policies;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Numbers;

/**
 * Draws actions from the softmax of their values, like keras-rl's {@code BoltzmannQPolicy}. {@link
 * #max} does so for a fraction of the steps and takes the best action otherwise, like {@code
 * MaxBoltzmannQPolicy} (Wiering 1999).
 *
 * @param temperature the divisor of the values, above 0; larger temperatures make the probabilities
 *     more equal
 * @param share the fraction of actions that are drawn, in [0, 1]
 */
public record Boltzmann(double temperature, double share) implements Policy {
  /** The limit of a value divided by the temperature, so that nothing overflows. */
  private static final double MOST = 500;

  /** Rejects values out of range. */
  public Boltzmann {
    Numbers.positive("Boltzmann", "temperature", temperature);
    Numbers.share("Boltzmann", "share", share);
  }

  /** Creates a policy that draws every action. */
  public Boltzmann(double temperature) {
    this(temperature, 1);
  }

  /** Returns a policy that draws a fraction of the actions and takes the best action otherwise. */
  public static Boltzmann max(double share, double temperature) {
    return new Boltzmann(temperature, share);
  }

  @Override
  public int choose(float[] values, long step, NumPyRandom random) {
    int best = Policy.best(values);
    if (share < 1 && random.nextDouble() >= share) {
      return best;
    }
    double sum = 0;
    for (float value : values) {
      sum += weight(value, values[best]);
    }
    double draw = random.nextDouble() * sum;
    for (int i = 0; i < values.length; i++) {
      draw -= weight(values[i], values[best]);
      if (draw < 0) {
        return i;
      }
    }
    return best;
  }

  private double weight(float value, float best) {
    return Math.exp(Math.max(-MOST, (value - best) / temperature));
  }
}
