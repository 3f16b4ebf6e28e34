// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.policies;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Numbers;

/**
 * Takes an action with the probability that the softmax of the values gives it, as keras-rl's
 * {@code BoltzmannQPolicy}; {@link #max} does so now and then only, and takes the best action else,
 * as its {@code MaxBoltzmannQPolicy} (Wiering 1999).
 *
 * @param temperature by which values are divided, above 0; the larger, the more alike are actions
 * @param share of the actions that is drawn, of [0, 1]
 */
public record Boltzmann(double temperature, double share) implements Policy {
  /** Values beyond this, divided by the temperature, count as this, so that nothing overflows. */
  private static final double MOST = 500;

  /** Refuses what makes no sense. */
  public Boltzmann {
    Numbers.positive("Boltzmann", "temperature", temperature);
    Numbers.share("Boltzmann", "share", share);
  }

  /** Creates a policy that draws each action. */
  public Boltzmann(double temperature) {
    this(temperature, 1);
  }

  /** Returns a policy that draws a share of the actions, and takes the best ones else. */
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
