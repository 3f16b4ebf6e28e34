// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.rl.env.Env;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.spaces.Discrete;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Tensor;
import java.util.function.ToIntFunction;

/**
 * An agent with a table of the value of each action in each state (Watkins 1989), for environments
 * whose observations and actions are integers, such as FrozenLake, Taxi, CliffWalking and
 * Blackjack.
 *
 * <pre>{@code
 * QLearning agent = QLearning.create().learningRate(0.1).gamma(0.95);
 * agent.fit(Envs.make("FrozenLake-v1"), 200_000);
 * }</pre>
 */
public final class QLearning {
  private final boolean onPolicy;
  private Annealed rate = Annealed.constant(0.1);
  private double gamma = 0.99;
  private Policy policy = new EpsilonGreedy(0.1);
  private long seed;
  private TableLearner learner; // null before the first training
  private AgentLoop loop;

  private QLearning(boolean onPolicy) {
    this.onPolicy = onPolicy;
  }

  /** Returns a Q-learning agent, whose targets assume that the best next action is taken. */
  public static QLearning create() {
    return new QLearning(false);
  }

  /**
   * Returns a SARSA agent, whose targets use the next action actually taken, including exploration
   * (Rummery and Niranjan 1994).
   */
  public static QLearning sarsa() {
    return new QLearning(true);
  }

  // Settings

  /** Sets the learning rate, in (0, 1]; 0.1 by default. */
  public QLearning learningRate(double newRate) {
    return learningRate(Annealed.constant(newRate));
  }

  /** Sets the learning rate as a function of the environment steps. */
  public QLearning learningRate(Annealed newRate) {
    rate = Arguments.given("learningRate", newRate).requireShare("QLearning", "learningRate");
    return changed();
  }

  /** Sets the discount per step, in [0, 1]; 0.99 by default. */
  public QLearning gamma(double newGamma) {
    gamma = Numbers.share("QLearning", "gamma", newGamma);
    return changed();
  }

  /** Sets the exploration policy; epsilon-greedy with 0.1 by default. */
  public QLearning policy(Policy newPolicy) {
    policy = Arguments.given("policy", newPolicy);
    return changed();
  }

  /** Sets the seed of all random numbers: exploration and environment; 0 by default. */
  public QLearning seed(long newSeed) {
    seed = Numbers.notNegative("QLearning", "seed", newSeed);
    return changed();
  }

  private QLearning changed() {
    if (learner != null) {
      throw new IllegalStateException("QLearning: settings are made before the first training");
    }
    return this;
  }

  // Learning and use

  /** Trains for a number of steps in an environment. A further call continues the training. */
  public AgentReport fit(Env env, long environmentSteps) {
    return fit(env, environmentSteps, AgentOptions.options());
  }

  /**
   * Trains for a number of steps in an environment. A further call continues where this one ended.
   *
   * @throws IllegalArgumentException if observations or actions are not integers
   * @throws IllegalStateException if the environment returns a reward that is not a number
   */
  public AgentReport fit(Env env, long environmentSteps, AgentOptions options) {
    Arguments.given("env", env);
    Arguments.given("options", options);
    Numbers.positive("QLearning", "environmentSteps", environmentSteps);
    StateNumbers states = new StateNumbers(env);
    int actions = actions(env);
    if (learner == null) {
      TableLearner.Settings settings = new TableLearner.Settings(onPolicy, rate, gamma, policy);
      learner = new TableLearner(settings, states, actions);
      loop = new AgentLoop(learner, env.observationSpace().size(), seed);
    }
    requireFit(env, states, actions);
    return loop.run(env, environmentSteps, options);
  }

  private static int actions(Env env) {
    if (!(env.actionSpace() instanceof Discrete discrete) || discrete.start() != 0) {
      throw new IllegalArgumentException(
          "QLearning: actions must be Discrete from 0, those of %s are %s"
              .formatted(env, env.actionSpace()));
    }
    return discrete.n();
  }

  private void requireFit(Env env, StateNumbers states, int actions) {
    if (states.count() != learner.states().count() || actions != learner.actions()) {
      throw new IllegalArgumentException(
          "QLearning: %s has %d states and %d actions, the table has %d and %d"
              .formatted(
                  env, states.count(), actions, learner.states().count(), learner.actions()));
    }
  }

  /**
   * Plays episodes without exploration or learning.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   */
  public Returns test(Env env, int episodes, long firstSeed) {
    TableLearner table = trained();
    requireFit(env, new StateNumbers(Arguments.given("env", env)), actions(env));
    Numbers.positive("QLearning", "episodes", episodes);
    return Play.episodes(env, episodes, firstSeed, observation -> table.greedy(observation));
  }

  /** Returns a function that selects the best action of the table, for {@link Play}. */
  public ToIntFunction<float[]> greedy() {
    return trained()::greedy;
  }

  /** Returns a copy of the value of each action in each state, {@code (states, actions)}. */
  public Tensor table() {
    return trained().table();
  }

  private TableLearner trained() {
    if (learner == null) {
      throw new IllegalStateException("QLearning: there is no table before the first fit");
    }
    return learner;
  }
}
