// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.kerasrl;

import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.Boltzmann;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.policies.Policy;

/** The policies of keras-rl by their names. */
public final class Policies {
  private Policies() {}

  /** Returns {@code EpsGreedyQPolicy}: a random action with this probability; 0.1 in keras-rl. */
  public static Policy epsGreedyQPolicy(double eps) {
    return new EpsilonGreedy(eps);
  }

  /**
   * Returns {@code LinearAnnealedPolicy(EpsGreedyQPolicy(), "eps", ...)}: the probability of a
   * random action changes linearly.
   *
   * @param valueMax the initial probability
   * @param valueMin the final probability
   * @param nbSteps the number of steps between them
   */
  public static Policy linearAnnealedEpsGreedy(double valueMax, double valueMin, long nbSteps) {
    return new EpsilonGreedy(new Annealed(valueMax, valueMin, nbSteps));
  }

  /** Returns {@code BoltzmannQPolicy}; the temperature is 1 in keras-rl. */
  public static Policy boltzmannQPolicy(double tau) {
    return new Boltzmann(tau);
  }

  /** Returns {@code MaxBoltzmannQPolicy}; the arguments are 0.1 and 1 in keras-rl. */
  public static Policy maxBoltzmannQPolicy(double eps, double tau) {
    return Boltzmann.max(eps, tau);
  }

  /** Returns {@code GreedyQPolicy}: always the best action. */
  public static Policy greedyQPolicy() {
    return new EpsilonGreedy(0);
  }
}
