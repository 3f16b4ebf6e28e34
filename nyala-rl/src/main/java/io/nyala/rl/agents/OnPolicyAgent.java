// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.layers.Layers.input;

import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizer;
import io.nyala.rl.env.Env;
import io.nyala.rl.learning.ActionDistribution;
import io.nyala.rl.learning.ObservationScale;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import java.util.function.BiConsumer;

/**
 * An agent that learns a policy and a value function from rollouts in several parallel
 * environments. Actions are discrete, with a probability for each, or continuous: normal, with
 * standard deviations that do not depend on the observation, and clipped to the bounds of the space
 * when they are performed.
 *
 * <p>After a step limit ends an episode, the estimated value of the next state still counts. The
 * seed determines all random numbers.
 *
 * @param <A> the type of the agent
 */
public abstract sealed class OnPolicyAgent<A extends OnPolicyAgent<A>> permits Ppo, A2c {
  private final String name;
  private final PolicyNetworks networks;
  private int rollout;
  private double gamma = 0.99;
  private double lambda;
  private Annealed rate;
  private double entropy;
  private double value = 0.5;
  private double mostGradient = 0.5;
  private boolean normalize;
  private boolean scalesObservations;
  private boolean scalesRewards;
  private double logStd;
  private long seed;
  private RolloutLoop loop; // null before the first training

  OnPolicyAgent(
      String name,
      PolicyNetworks networks,
      int rollout,
      double lambda,
      double rate,
      boolean normalize) {
    this.name = name;
    this.networks = Arguments.given("networks", networks);
    this.rollout = rollout;
    this.lambda = lambda;
    this.rate = Annealed.constant(rate);
    this.normalize = normalize;
  }

  abstract A self();

  /** Returns the settings; any batch size has been checked. */
  abstract PolicySettings settings(int rolloutSteps);

  abstract Optimizer optimizer(double learningRate);

  // Settings

  /** Sets the rollout length, in steps per environment. */
  public A rollout(int steps) {
    rollout = Numbers.positive(name, "rollout", steps);
    return changed();
  }

  /** Sets the discount per step, between 0 and 1; 0.99 by default. */
  public A gamma(double newGamma) {
    gamma = Numbers.share(name, "gamma", newGamma);
    return changed();
  }

  /** Sets the factor of advantage estimation per step, between 0 and 1. */
  public A lambda(double newLambda) {
    lambda = Numbers.share(name, "lambda", newLambda);
    return changed();
  }

  /** Sets the learning rate. */
  public A learningRate(double newRate) {
    return learningRate(Annealed.constant(newRate));
  }

  /** Sets the learning rate as a function of the environment steps. */
  public A learningRate(Annealed newRate) {
    rate = Arguments.given("learningRate", newRate).requireNotNegative(name, "learningRate");
    return changed();
  }

  /** Sets the weight of the entropy of the policy in the loss; 0 by default. */
  public A entropy(double coefficient) {
    entropy = Numbers.notNegative(name, "entropy", coefficient);
    return changed();
  }

  /** Sets the weight of the value error in the loss; 0.5 by default. */
  public A value(double coefficient) {
    value = Numbers.notNegative(name, "value", coefficient);
    return changed();
  }

  /** Sets the global norm to which gradients are clipped; 0.5 by default. */
  public A mostGradient(double norm) {
    mostGradient = Numbers.positive(name, "mostGradient", norm);
    return changed();
  }

  /** Sets whether the advantages of each batch are normalized. */
  public A normalizeAdvantages(boolean yes) {
    normalize = yes;
    return changed();
  }

  /**
   * Normalizes observations by the running mean and variance of those of earlier rollouts, clipped
   * to ±10. The networks begin with layers for it, so {@link #policy} takes observations as they
   * are; outside of training nothing changes.
   */
  public A normalizeObservations() {
    scalesObservations = true;
    return changed();
  }

  /**
   * Divides rewards by the running standard deviation of the discounted returns, clipped to ±10.
   * Reported returns are those of the environment.
   */
  public A normalizeRewards() {
    scalesRewards = true;
    return changed();
  }

  /** Sets the initial log standard deviation of continuous actions; 0 by default. */
  public A logStd(double first) {
    logStd = Numbers.finite(name, "logStd", first);
    return changed();
  }

  /** Sets the seed of all random numbers: weights, actions, batches, environments; 0 by default. */
  public A seed(long newSeed) {
    seed = Numbers.notNegative(name, "seed", newSeed);
    return changed();
  }

  final A changed() {
    if (loop != null) {
      throw new IllegalStateException(name + ": settings are made before the first training");
    }
    return self();
  }

  /** Returns the settings with those of the algorithm. */
  final PolicySettings settings(int batch, int epochs, Annealed clip, Annealed valueClip) {
    return new PolicySettings(
        rollout,
        batch,
        epochs,
        gamma,
        lambda,
        rate,
        clip,
        valueClip,
        entropy,
        value,
        normalize,
        scalesObservations,
        scalesRewards,
        logStd);
  }

  final double mostGradient() {
    return mostGradient;
  }

  // Learning

  /**
   * Trains for a number of steps over all environments, rounded to whole rollouts. A further call
   * continues the training.
   */
  public final AgentReport fit(VectorEnv envs, long steps) {
    return fit(envs, steps, AgentOptions.options());
  }

  /**
   * Trains for a number of steps over all environments, rounded to whole rollouts. A further call
   * continues where this one ended.
   *
   * @throws IllegalArgumentException if the actions are neither discrete nor a box, a rollout
   *     cannot be divided into batches, or a further call uses other environments
   * @throws IllegalStateException if an environment returns a reward or an observation that is not
   *     a finite number
   */
  public final AgentReport fit(VectorEnv envs, long steps, AgentOptions options) {
    Arguments.given("envs", envs);
    Arguments.given("options", options).check(envs, envs.observationSpace(), envs.actionSpace());
    Numbers.positive(name, "steps", steps);
    if (loop == null) {
      loop = loop(envs);
    } else if (loop.envs() != envs) {
      throw new IllegalArgumentException(
          name + ": a training goes on in the environments in which it began");
    }
    return loop.run(steps, options);
  }

  private RolloutLoop loop(VectorEnv envs) {
    int rows = Math.multiplyExact(rollout, envs.count());
    PolicySettings settings = settings(rows);
    Shape observation = envs.observationSpace().shape();
    if (observation.rank() == 0) {
      throw new IllegalArgumentException(
          "%s: observations of %s are single integers (%s); use QLearning, or a wrapper that makes a vector of them"
              .formatted(name, envs, envs.observationSpace()));
    }
    ActionDistribution distribution = ActionDistribution.of(name, envs, envs.actionSpace(), logStd);
    Value x = input(observation.dims());
    Value y = input(observation.dims());
    int n = distribution.outputs();
    ObservationScale scale = scalesObservations ? new ObservationScale(observation) : null;
    Value seen = scale == null ? x : scale.apply(x);
    Value judged = scale == null ? y : scale.apply(y);
    Value means = outputs("the policy", networks.policy(seen, n), n);
    Model policy = Model.of(x, distribution.head(means)).seed(seed);
    Model critic = Model.of(y, outputs("the critic", networks.critic(judged), 1)).seed(seed + 1);
    PolicyLearner learner =
        new PolicyLearner(
            settings,
            policy,
            critic,
            distribution,
            optimizer(rate.at(0)),
            observation,
            settings.batch() == 0 ? rows : settings.batch());
    return new RolloutLoop(learner, settings, envs, scale, seed);
  }

  private Value outputs(String what, Value given, int needed) {
    Shape shape = Arguments.given(what, given).shape();
    if (shape.rank() != 2 || shape.last() != needed) {
      throw new IllegalArgumentException(
          "%s: %s needs %d outputs; its output is %s".formatted(name, what, needed, shape));
    }
    return given;
  }

  // Use

  /**
   * Returns the policy network. It computes the logits of discrete actions, or the means of
   * continuous actions followed by their log standard deviations.
   *
   * @throws IllegalStateException before the first training
   */
  public final Model policy() {
    return trained().policy();
  }

  /**
   * Returns the network that estimates the value of a state.
   *
   * @throws IllegalStateException before the first training
   */
  public final Model critic() {
    return trained().critic();
  }

  private PolicyLearner trained() {
    if (loop == null) {
      throw new IllegalStateException(
          name + ": the networks are made by the first fit, which knows the environment");
    }
    return loop.learner();
  }

  /**
   * Plays episodes with the most likely actions and without learning.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   * @throws IllegalStateException before the first training
   */
  public final Returns test(Env env, int episodes, long firstSeed) {
    Numbers.positive(name, "episodes", episodes);
    return Play.returns(env, episodes, firstSeed, trained().greedy());
  }

  /**
   * Returns a function that writes the most likely action for an observation, for {@link Play}.
   *
   * @throws IllegalStateException before the first training
   */
  public final BiConsumer<float[], double[]> greedy() {
    return trained().chooser();
  }
}
