// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import io.nyala.models.Model;
import io.nyala.rl.agents.AgentLoop;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Play;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.env.Env;
import io.nyala.rl.learning.ActionScale;
import io.nyala.rl.policies.Annealed;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import java.util.function.BiConsumer;

/**
 * An agent with an actor and two critics that learns continuous actions from a replay memory. The
 * action space must be a {@link io.nyala.rl.spaces.Box} with finite bounds; internally, each
 * element of an action is a number in [-1, 1].
 *
 * <p>A time limit is not treated as the end of the task: after a {@linkplain
 * io.nyala.rl.env.Step#truncated truncated} step, the estimated value of the next state still
 * counts. The seed determines all random numbers.
 *
 * @param <A> the type of the agent
 */
public abstract sealed class OffPolicyAgent<A extends OffPolicyAgent<A>> permits Sac, Td3 {
  private final String name;
  private final ActorNetworks networks;
  private Annealed rate;
  private double gamma = 0.99;
  private int batch = 256;
  private int capacity = 1_000_000;
  private long startAfter = 100;
  private int trainEvery = 1;
  private int gradientSteps = 1;
  private double tau = 0.005;
  private long seed;

  private OffPolicyLearner learner; // null before the first training
  private AgentLoop loop;
  private ActionScale scale;

  OffPolicyAgent(String name, ActorNetworks networks, double rate) {
    this.name = name;
    this.networks = Arguments.given("networks", networks);
    this.rate = Annealed.constant(rate);
  }

  abstract A self();

  abstract OffPolicyLearner learner(
      OffPolicySettings settings, ActorNetworks nets, Shape observation, ActionScale bounds);

  // Settings

  /** Sets the learning rate of Adam, for all networks. */
  public A learningRate(double newRate) {
    return learningRate(Annealed.constant(newRate));
  }

  /** Sets the learning rate of Adam, for all networks, as a function of the environment steps. */
  public A learningRate(Annealed newRate) {
    rate = Arguments.given("learningRate", newRate).requireNotNegative(name, "learningRate");
    return changed();
  }

  /** Sets the discount per step, in [0, 1]; 0.99 by default. */
  public A gamma(double newGamma) {
    gamma = Numbers.share(name, "gamma", newGamma);
    return changed();
  }

  /** Sets the batch size; 256 by default. */
  public A batchSize(int transitions) {
    batch = Numbers.positive(name, "batchSize", transitions);
    return changed();
  }

  /** Sets the capacity of the replay memory in transitions; 1,000,000 by default. */
  public A memory(int transitions) {
    capacity = Numbers.positive(name, "memory", transitions);
    return changed();
  }

  /** Sets the number of random steps before learning starts; 100 by default. */
  public A startAfter(long environmentSteps) {
    startAfter = Numbers.notNegative(name, "startAfter", environmentSteps);
    return changed();
  }

  /**
   * Sets the training frequency; one batch every step by default.
   *
   * @param everySteps the number of environment steps between updates
   * @param batches the number of batches per update
   */
  public A train(int everySteps, int batches) {
    trainEvery = Numbers.positive(name, "train: everySteps", everySteps);
    gradientSteps = Numbers.positive(name, "train: batches", batches);
    return changed();
  }

  /**
   * Sets the fraction by which targets move towards their networks after each batch, in (0, 1];
   * 0.005 by default.
   */
  public A softTarget(double share) {
    tau = Numbers.positive(name, "softTarget", Numbers.share(name, "softTarget", share));
    return changed();
  }

  /** Sets the seed of all random numbers: weights, actions, replay, environment; 0 by default. */
  public A seed(long newSeed) {
    seed = Numbers.notNegative(name, "seed", newSeed);
    return changed();
  }

  final A changed() {
    if (learner != null) {
      throw new IllegalStateException(name + ": settings are made before the first training");
    }
    return self();
  }

  // Learning

  /** Trains for a number of steps in an environment. A further call continues the training. */
  public final AgentReport fit(Env env, long environmentSteps) {
    return fit(env, environmentSteps, AgentOptions.options());
  }

  /**
   * Trains for a number of steps in an environment. A further call continues where this one ended.
   *
   * @throws IllegalArgumentException if the networks do not match the environment, or its actions
   *     are not a {@link io.nyala.rl.spaces.Box} with finite bounds
   * @throws IllegalStateException if the environment returns a reward or an observation that is not
   *     a number
   * @throws io.nyala.models.TrainingDivergedException if a loss is NaN or infinite
   */
  public final AgentReport fit(Env env, long environmentSteps, AgentOptions options) {
    Arguments.given("env", env);
    Arguments.given("options", options);
    Numbers.positive(name, "environmentSteps", environmentSteps);
    ActionScale bounds = new ActionScale(name, env, env.actionSpace());
    Shape observation = env.observationSpace().shape();
    if (learner == null) {
      if (observation.rank() == 0) {
        throw new IllegalArgumentException(
            "%s: observations of %s are single integers (%s); use a wrapper that makes a vector of them"
                .formatted(name, env, env.observationSpace()));
      }
      scale = bounds;
      learner = learner(settings(), networks, observation, bounds);
      loop = new AgentLoop(learner, observation.size(), seed);
    } else {
      requireSame(env, observation, bounds);
    }
    return loop.run(env, environmentSteps, options);
  }

  private void requireSame(Env env, Shape observation, ActionScale bounds) {
    Shape seen = learner.actor().inputTypes().getFirst().shape().drop(0);
    if (!seen.equals(observation) || !bounds.equals(scale)) {
      throw new IllegalArgumentException(
          "%s: %s has observations of shape %s and actions of %s, unlike the environment in which the training began"
              .formatted(name, env, observation, env.actionSpace()));
    }
  }

  private OffPolicySettings settings() {
    return new OffPolicySettings(
        rate, gamma, batch, capacity, startAfter, trainEvery, gradientSteps, tau, seed);
  }

  // Use

  /**
   * Returns the actor network.
   *
   * @throws IllegalStateException before the first training
   */
  public final Model actor() {
    return trained().actor();
  }

  /**
   * Returns one of the two critics, which computes a value from an observation and an action in
   * [-1, 1].
   *
   * @param place 0 or 1
   * @throws IllegalStateException before the first training
   */
  public final Model critic(int place) {
    return trained().critic(place);
  }

  private OffPolicyLearner trained() {
    if (learner == null) {
      throw new IllegalStateException(
          name + ": the networks are made by the first fit, which knows the environment");
    }
    return learner;
  }

  /**
   * Plays episodes without exploration or learning.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   * @throws IllegalStateException before the first training
   */
  public final Returns test(Env env, int episodes, long firstSeed) {
    Numbers.positive(name, "episodes", episodes);
    return Play.episodes(env, episodes, firstSeed, greedy());
  }

  /**
   * Returns a function that writes the best action for an observation, for {@link Play}.
   *
   * @throws IllegalStateException before the first training
   */
  public final BiConsumer<float[], double[]> greedy() {
    return trained()::greedy;
  }
}
