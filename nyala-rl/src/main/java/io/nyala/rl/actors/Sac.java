// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.rl.learning.ActionScale;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;

/**
 * Soft actor-critic (Haarnoja et al. 2018, "Algorithms and applications"): a stochastic policy that
 * is rewarded for its entropy, two critics whose minimum is used, and an entropy coefficient that
 * is tuned automatically.
 *
 * <pre>{@code
 * Sac agent = Sac.ofHidden(256, 256).learningRate(1e-3).seed(1);
 * agent.fit(Envs.make("Pendulum-v1"), 20_000);
 * Returns returns = agent.test(Envs.make("Pendulum-v1"), 100, 0);
 * }</pre>
 *
 * <p>The defaults are those of Stable-Baselines3. The actor computes a mean and a log standard
 * deviation for each element of an action. The action is the hyperbolic tangent of a normally
 * distributed number, and without exploration that of the mean.
 */
public final class Sac extends OffPolicyAgent<Sac> {
  private double coefficient = 1;
  private boolean automatic = true;
  private double targetEntropy = Double.NaN; // minus the number of elements of an action

  private Sac(ActorNetworks networks) {
    super("Sac", networks, 3e-4);
  }

  /** Returns an agent with custom networks; the actor must have two outputs for each element. */
  public static Sac of(ActorNetworks networks) {
    return new Sac(networks);
  }

  /**
   * Returns an agent with networks of dense layers.
   *
   * @param hidden the units of each hidden layer of actor and critics; 256, 256 in the paper
   */
  public static Sac ofHidden(int... hidden) {
    return new Sac(ActorNetworks.ofHidden(hidden));
  }

  /** Sets a constant entropy coefficient. */
  public Sac entropy(double newCoefficient) {
    coefficient = Numbers.notNegative("Sac", "entropy", newCoefficient);
    automatic = false;
    return changed();
  }

  /**
   * Tunes the entropy coefficient automatically, which is the default.
   *
   * @param first the initial value; 1 by default
   * @param target the target entropy; by default minus the number of elements of an action
   */
  public Sac automaticEntropy(double first, double target) {
    Numbers.positive("Sac", "automaticEntropy: first", first);
    Numbers.finite("Sac", "automaticEntropy: target", target);
    coefficient = first;
    automatic = true;
    targetEntropy = target;
    return changed();
  }

  @Override
  Sac self() {
    return this;
  }

  @Override
  OffPolicyLearner learner(
      OffPolicySettings settings, ActorNetworks nets, Shape observation, ActionScale bounds) {
    double target = Double.isNaN(targetEntropy) ? -bounds.size() : targetEntropy;
    return new SacLearner(
        settings,
        new SacLearner.Entropy(coefficient, automatic, target),
        nets,
        observation,
        bounds);
  }
}
