// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.rl.learning.ActionScale;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;

/**
 * Twin delayed deep deterministic policy gradient (TD3; Fujimoto et al. 2018): two critics whose
 * minimum is used, delayed policy updates, and noise on the target actions.
 *
 * <pre>{@code
 * Td3 agent = Td3.ofHidden(256, 256).seed(1);
 * agent.fit(Envs.make("Pendulum-v1"), 20_000);
 * }</pre>
 *
 * <p>The defaults are those of Stable-Baselines3, except for exploration, which uses normal noise
 * with standard deviation 0.1, as in the paper. The action is the hyperbolic tangent of the actor's
 * output.
 */
public final class Td3 extends OffPolicyAgent<Td3> {
  private double noise = 0.1;
  private boolean correlated;
  private int delay = 2;
  private double smoothing = 0.2;
  private double mostSmoothing = 0.5;

  private Td3(ActorNetworks networks) {
    super("Td3", networks, 1e-3);
  }

  /** Returns an agent with custom networks; the actor must have one output for each element. */
  public static Td3 of(ActorNetworks networks) {
    return new Td3(networks);
  }

  /**
   * Returns an agent with networks of dense layers.
   *
   * @param hidden the units of each hidden layer of actor and critics; 400, 300 in
   *     Stable-Baselines3
   */
  public static Td3 ofHidden(int... hidden) {
    return new Td3(ActorNetworks.ofHidden(hidden));
  }

  /**
   * Sets the standard deviation of the exploration noise; 0.1 by default. Actions are in [-1, 1].
   */
  public Td3 noise(double deviation) {
    noise = Numbers.notNegative("Td3", "noise", deviation);
    correlated = false;
    return changed();
  }

  /**
   * Explores with slowly changing noise, for tasks in which single pushes have no effect: an
   * Ornstein-Uhlenbeck process as in Stable-Baselines3, which reverts by 0.15 of its distance from
   * 0 in 100 steps.
   *
   * @param deviation the standard deviation of the change in 100 steps
   */
  public Td3 correlatedNoise(double deviation) {
    noise = Numbers.notNegative("Td3", "correlatedNoise", deviation);
    correlated = true;
    return changed();
  }

  /** Sets the policy delay: the number of critic updates per policy update; 2 by default. */
  public Td3 delay(int batches) {
    delay = Numbers.positive("Td3", "delay", batches);
    return changed();
  }

  /**
   * Sets the noise on target actions.
   *
   * @param deviation the standard deviation of the normal noise; 0.2 by default
   * @param most the bound to which it is clipped; 0.5 by default
   */
  public Td3 smoothing(double deviation, double most) {
    Numbers.notNegative("Td3", "smoothing: deviation", deviation);
    Numbers.notNegative("Td3", "smoothing: most", most);
    smoothing = deviation;
    mostSmoothing = most;
    return changed();
  }

  @Override
  Td3 self() {
    return this;
  }

  @Override
  OffPolicyLearner learner(
      OffPolicySettings settings, ActorNetworks nets, Shape observation, ActionScale bounds) {
    return new Td3Learner(
        settings,
        new Td3Learner.Noise(noise, correlated, delay, smoothing, mostSmoothing),
        nets,
        observation,
        bounds);
  }
}
