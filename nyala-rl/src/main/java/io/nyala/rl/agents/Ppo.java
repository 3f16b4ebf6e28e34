// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.optimizers.Optimizer;
import io.nyala.rl.policies.Annealed;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;

/**
 * Proximal policy optimisation (Schulman et al. 2017), for discrete and continuous actions.
 *
 * <pre>{@code
 * Ppo agent = Ppo.ofHidden(64, 64).rollout(32).batchSize(256).epochs(20).seed(1);
 * agent.fit(Envs.makeVector("CartPole-v1", 8), 100_000);
 * }</pre>
 *
 * <p>The defaults are those of Stable-Baselines3: rollouts of 2,048 steps, lambda 0.95, Adam with a
 * learning rate of 3e-4, normalized advantages.
 */
public final class Ppo extends OnPolicyAgent<Ppo> {
  private int batch = 64;
  private int epochs = 10;
  private Annealed clip = Annealed.constant(0.2);
  private Annealed valueClip; // or null

  private Ppo(PolicyNetworks networks) {
    super("Ppo", networks, 2048, 0.95, 3e-4, true);
  }

  /** Returns an agent with custom networks. */
  public static Ppo of(PolicyNetworks networks) {
    return new Ppo(networks);
  }

  /**
   * Returns an agent with networks of dense layers.
   *
   * @param hidden the units of each hidden layer, in both networks
   */
  public static Ppo ofHidden(int... hidden) {
    return new Ppo(PolicyNetworks.ofHidden(hidden));
  }

  /** Sets the batch size, in steps; 64 by default. */
  public Ppo batchSize(int steps) {
    batch = Numbers.positive("Ppo", "batchSize", steps);
    return changed();
  }

  /** Sets the number of passes over each rollout; 10 by default. */
  public Ppo epochs(int times) {
    epochs = Numbers.positive("Ppo", "epochs", times);
    return changed();
  }

  /**
   * Sets the clipping range of the probability ratio as a function of the environment steps; 0.2 by
   * default.
   */
  public Ppo clip(Annealed newClip) {
    clip = Arguments.given("clip", newClip).requireNotNegative("Ppo", "clip");
    return changed();
  }

  /**
   * Clips the change of estimated values to a range, given as a function of the environment steps;
   * not clipped by default. The range depends on the scale of the rewards.
   */
  public Ppo valueClip(Annealed range) {
    valueClip = Arguments.given("valueClip", range).requireNotNegative("Ppo", "valueClip");
    return changed();
  }

  @Override
  Ppo self() {
    return this;
  }

  @Override
  PolicySettings settings(int rows) {
    if (rows % batch != 0) {
      throw new IllegalArgumentException(
          "Ppo: a rollout of %d steps in all environments cannot be cut into batches of %d; take a batch that divides %d"
              .formatted(rows, batch, rows));
    }
    return settings(batch, epochs, clip, valueClip);
  }

  @Override
  Optimizer optimizer(double learningRate) {
    return adam(learningRate).epsilon(1e-5).globalClipNorm(mostGradient());
  }
}
