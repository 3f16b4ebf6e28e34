// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.rl.learning.ActionScale;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;

/**
 * Twin delayed deep deterministic policy gradient (TD3; Fujimoto et al. 2018): two critics of which
 * the lower counts, a policy that learns less often than they, and noise on the actions that
 * targets look at.
 *
 * <pre>{@code
 * Td3 agent = Td3.ofHidden(256, 256).seed(1);
 * agent.fit(Envs.make("Pendulum-v1"), 20_000);
 * }</pre>
 *
 * <p>The defaults are those of Stable-Baselines3, except that it explores: with normal noise of
 * deviation 0.1, as in the paper. The action is the hyperbolic tangent of the actor's output.
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

  /** Returns an agent with networks of your own; the actor has one output for each element. */
  public static Td3 of(ActorNetworks networks) {
    return new Td3(networks);
  }

  /**
   * Returns an agent with networks of dense layers.
   *
   * @param hidden units of each hidden layer, of actor and critics; 400, 300 in Stable-Baselines3
   */
  public static Td3 ofHidden(int... hidden) {
    return new Td3(ActorNetworks.ofHidden(hidden));
  }

  /**
   * Sets the deviation of the normal noise by which it explores; 0.1 by default. Actions are in
   * [-1, 1].
   */
  public Td3 noise(double deviation) {
    noise = Numbers.notNegative("Td3", "noise", deviation);
    correlated = false;
    return changed();
  }

  /**
   * Explores with noise that changes slowly, for tasks in which single pushes achieve nothing: an
   * Ornstein-Uhlenbeck process as in Stable-Baselines3, which comes back by 0.15 of its distance in
   * 100 steps.
   *
   * @param deviation of the change in 100 steps
   */
  public Td3 correlatedNoise(double deviation) {
    noise = Numbers.notNegative("Td3", "correlatedNoise", deviation);
    correlated = true;
    return changed();
  }

  /** Sets how many batches the critics learn for each of the policy; 2 by default. */
  public Td3 delay(int batches) {
    delay = Numbers.positive("Td3", "delay", batches);
    return changed();
  }

  /**
   * Sets the noise on the actions that targets look at.
   *
   * @param deviation of the normal noise; 0.2 by default
   * @param most beyond which it is cut; 0.5 by default
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
