// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.optimizers.Optimizers.rmsprop;

import io.nyala.optimizers.Optimizer;

/**
 * Advantage actor-critic, the synchronous form of A3C (Mnih et al. 2016), for discrete and
 * continuous actions: one update per short rollout.
 *
 * <pre>{@code
 * A2c agent = A2c.ofHidden(64, 64).seed(1);
 * agent.fit(Envs.makeVector("CartPole-v1", 8), 500_000);
 * }</pre>
 *
 * <p>The defaults are those of Stable-Baselines3: rollouts of 5 steps, lambda 1, RMSprop with a
 * learning rate of 7e-4, advantages without normalization.
 */
public final class A2c extends OnPolicyAgent<A2c> {
  /** PyTorch adds 1e-5 to the root; Keras adds its constant inside the root. */
  private static final double EPSILON = 1e-5 * 1e-5;

  private static final double RHO = 0.99;

  private A2c(PolicyNetworks networks) {
    super("A2c", networks, 5, 1, 7e-4, false);
  }

  /** Returns an agent with custom networks. */
  public static A2c of(PolicyNetworks networks) {
    return new A2c(networks);
  }

  /**
   * Returns an agent with networks of dense layers.
   *
   * @param hidden the units of each hidden layer, in both networks
   */
  public static A2c ofHidden(int... hidden) {
    return new A2c(PolicyNetworks.ofHidden(hidden));
  }

  @Override
  A2c self() {
    return this;
  }

  @Override
  PolicySettings settings(int rows) {
    return settings(0, 1, null, null);
  }

  @Override
  Optimizer optimizer(double learningRate) {
    return rmsprop(learningRate).rho(RHO).epsilon(EPSILON).globalClipNorm(mostGradient());
  }
}
