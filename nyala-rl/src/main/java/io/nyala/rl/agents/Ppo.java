// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.activations.Activations.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.initializers.Initializers;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.rl.env.Env;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;

/**
 * Proximal policy optimisation (Schulman et al. 2017) for discrete actions, on several parallel
 * environments. Two networks of dense layers with tanh: one computes action probabilities, the
 * other the value of a state.
 *
 * <pre>{@code
 * Ppo agent = Ppo.ofHidden(64, 64).rollout(32).batchSize(256).epochs(20).seed(1);
 * agent.fit(Envs.makeVector("CartPole-v1", 8), 100_000);
 * }</pre>
 *
 * <p>The defaults are those of Stable-Baselines3. After a step limit ends an episode, the estimated
 * value of the next state still counts. The seed determines all random numbers.
 */
public final class Ppo {
  private final int[] hidden;
  private int rollout = 2048;
  private int batch = 64;
  private int epochs = 10;
  private double gamma = 0.99;
  private double lambda = 0.95;
  private Annealed rate = Annealed.constant(3e-4);
  private Annealed clip = Annealed.constant(0.2);
  private double entropy;
  private double value = 0.5;
  private double mostGradient = 0.5;
  private boolean normalize = true;
  private long seed;
  private PpoLoop loop; // null before the first training

  private Ppo(int... hidden) {
    this.hidden = hidden;
  }

  /**
   * Returns an agent with the default settings.
   *
   * @param hidden the units of each hidden layer, in both networks
   */
  public static Ppo ofHidden(int... hidden) {
    return new Ppo(Arguments.given("hidden", hidden).clone());
  }

  /** Returns an agent with the settings of RL Baselines3 Zoo for CartPole-v1 and 100,000 steps. */
  public static Ppo cartPole() {
    return ofHidden(64, 64)
        .rollout(32)
        .batchSize(256)
        .epochs(20)
        .gamma(0.98)
        .lambda(0.8)
        .learningRate(new Annealed(1e-3, 0, 100_000))
        .clip(new Annealed(0.2, 0, 100_000));
  }

  // Settings

  /** Sets the rollout length, in steps per environment; 2,048 by default. */
  public Ppo rollout(int steps) {
    rollout = atLeastOne("rollout", steps);
    return changed();
  }

  /** Sets the batch size; 64 by default. */
  public Ppo batchSize(int steps) {
    batch = atLeastOne("batchSize", steps);
    return changed();
  }

  /** Sets the number of epochs over each rollout; 10 by default. */
  public Ppo epochs(int times) {
    epochs = atLeastOne("epochs", times);
    return changed();
  }

  /** Sets the discount per step, in [0, 1]; 0.99 by default. */
  public Ppo gamma(double newGamma) {
    Numbers.share("Ppo", "gamma", newGamma);
    gamma = newGamma;
    return changed();
  }

  /** Sets lambda of the generalised advantage estimation, in [0, 1]; 0.95 by default. */
  public Ppo lambda(double newLambda) {
    Numbers.share("Ppo", "lambda", newLambda);
    lambda = newLambda;
    return changed();
  }

  /** Sets the learning rate of Adam as a function of the environment steps; 3e-4 by default. */
  public Ppo learningRate(Annealed newRate) {
    Arguments.given("learningRate", newRate);
    Numbers.notNegative("Ppo", "learningRate", newRate.from());
    Numbers.notNegative("Ppo", "learningRate", newRate.to());
    rate = newRate;
    return changed();
  }

  /**
   * Sets the clip range of the probability ratio as a function of the environment steps; 0.2 by
   * default.
   */
  public Ppo clip(Annealed newClip) {
    Arguments.given("clip", newClip);
    Numbers.notNegative("Ppo", "clip", newClip.from());
    Numbers.notNegative("Ppo", "clip", newClip.to());
    clip = newClip;
    return changed();
  }

  /** Sets the entropy coefficient of the loss; 0 by default. */
  public Ppo entropy(double coefficient) {
    Numbers.notNegative("Ppo", "entropy", coefficient);
    entropy = coefficient;
    return changed();
  }

  /** Sets the value coefficient of the loss; 0.5 by default. */
  public Ppo value(double coefficient) {
    Numbers.notNegative("Ppo", "value", coefficient);
    value = coefficient;
    return changed();
  }

  /** Sets the maximum global norm of the gradients; 0.5 by default. */
  public Ppo mostGradient(double norm) {
    Numbers.positive("Ppo", "mostGradient", norm);
    mostGradient = norm;
    return changed();
  }

  /** Sets whether the advantages of each batch are normalized; true by default. */
  public Ppo normalizeAdvantages(boolean yes) {
    normalize = yes;
    return changed();
  }

  /** Sets the seed of all random numbers: weights, actions, batches, environments; 0 by default. */
  public Ppo seed(long newSeed) {
    Numbers.notNegative("Ppo", "seed", newSeed);
    seed = newSeed;
    return changed();
  }

  private static int atLeastOne(String setting, int value) {
    Numbers.positive("Ppo", setting, value);
    return value;
  }

  private Ppo changed() {
    if (loop != null) {
      throw new IllegalStateException("Ppo: settings are made before the first training");
    }
    return this;
  }

  // Learning

  /** Trains for a total number of steps over all environments, rounded to whole rollouts. */
  public AgentReport fit(VectorEnv envs, long steps) {
    return fit(envs, steps, AgentOptions.options());
  }

  /**
   * Trains for a total number of steps over all environments, rounded to whole rollouts. A further
   * call continues where this one ended.
   *
   * @throws IllegalArgumentException if the batch size does not divide a rollout, or a further call
   *     uses other environments
   * @throws IllegalStateException if an environment returns a reward or an observation that is not
   *     a number
   */
  public AgentReport fit(VectorEnv envs, long steps, AgentOptions options) {
    Arguments.given("envs", envs);
    Arguments.given("options", options).check(envs, envs.observationSpace(), envs.actionSpace());
    Numbers.positive("Ppo", "steps", steps);
    if (loop == null) {
      loop = loop(envs);
    } else if (loop.envs() != envs) {
      throw new IllegalArgumentException(
          "Ppo: a training goes on in the environments in which it began");
    }
    return loop.run(steps, options);
  }

  private PpoLoop loop(VectorEnv envs) {
    if (Math.multiplyExact(rollout, envs.count()) % batch != 0) {
      throw new IllegalArgumentException(
          "Ppo: a rollout of %d steps in %d environments cannot be cut into batches of %d; take a batch that divides %d"
              .formatted(rollout, envs.count(), batch, rollout * envs.count()));
    }
    Shape observation = envs.observationSpace().shape();
    if (observation.rank() == 0) {
      throw new IllegalArgumentException(
          "Ppo: observations of %s are single integers (%s); use QLearning, or a wrapper that makes a vector of them"
              .formatted(envs, envs.observationSpace()));
    }
    PpoSettings settings =
        new PpoSettings(
            rollout, batch, epochs, gamma, lambda, rate, clip, entropy, value, normalize);
    Model policy = network(observation, Dqn.actions(envs, envs.actionSpace()), 0.01).seed(seed);
    Model critic = network(observation, 1, 1).seed(seed + 1);
    PpoLearner learner =
        new PpoLearner(
            settings,
            policy,
            critic,
            adam(rate.at(0)).epsilon(1e-5).globalClipNorm(mostGradient),
            observation);
    return new PpoLoop(learner, settings, envs, seed);
  }

  /**
   * Orthogonal initialization. Small weights in the last layer of the policy make the first actions
   * nearly uniform.
   */
  private Model network(Shape observation, int outputs, double gain) {
    Value x = input(observation.dims());
    Value h = observation.rank() > 1 ? flatten().apply(x) : x;
    for (int units : hidden) {
      h =
          dense(units)
              .activation(TANH)
              .kernelInitializer(Initializers.orthogonal(Math.sqrt(2)))
              .apply(h);
    }
    return Model.of(x, dense(outputs).kernelInitializer(Initializers.orthogonal(gain)).apply(h));
  }

  // Use

  /**
   * Returns the policy network, which computes the logits of actions.
   *
   * @throws IllegalStateException before the first training
   */
  public Model policy() {
    return trained().policy();
  }

  /**
   * Returns the value network, which computes the value of a state.
   *
   * @throws IllegalStateException before the first training
   */
  public Model critic() {
    return trained().critic();
  }

  private PpoLearner trained() {
    if (loop == null) {
      throw new IllegalStateException(
          "Ppo: the networks are made by the first fit, which knows the environment");
    }
    return loop.learner();
  }

  /**
   * Plays episodes with the most likely actions, without learning.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   */
  public Returns test(Env env, int episodes, long firstSeed) {
    return Dqn.test(policy(), env, episodes, firstSeed);
  }
}
