// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.kerasrl;

import io.nyala.models.Model;
import io.nyala.optimizers.Optimizer;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Dqn;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.env.Env;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.wrappers.FrameStack;
import io.nyala.rl.wrappers.TimeLimit;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;

/**
 * {@code DQNAgent} of keras-rl, with its defaults:
 *
 * <pre>{@code
 * DQNAgent dqn =
 *     new DQNAgent(model, 2)
 *         .memory(new SequentialMemory(50_000, 1))
 *         .nbStepsWarmup(10)
 *         .targetModelUpdate(1e-2)
 *         .policy(Policies.boltzmannQPolicy(1));
 * dqn.compile(adam(1e-3));
 * dqn.fit(env, 50_000);
 * dqn.test(env, 5);
 * }</pre>
 *
 * <p>There are two differences: a step limit is not treated as the end of the task, and with a
 * window of 1 the network gets observations without a window axis. The implementation is a {@link
 * Dqn}.
 */
public final class DQNAgent {
  private static final long TEST_SEED = 1000;

  private final Model model;
  private final int nbActions;
  private SequentialMemory memory = new SequentialMemory(50_000, 1);
  private Policy policy = new EpsilonGreedy(0.1);
  private double gamma = 0.99;
  private int batchSize = 32;
  private int nbStepsWarmup = 1000;
  private int trainInterval = 1;
  private double targetModelUpdate = 10_000;
  private double deltaClip = Double.POSITIVE_INFINITY;
  private boolean doubleDqn = true;
  private long seed;
  private Dqn agent; // null before compile

  /**
   * Creates an agent.
   *
   * @param model a model from an observation to the value of each action
   * @param nbActions the number of actions
   * @throws IllegalArgumentException if the number of outputs differs
   */
  public DQNAgent(Model model, int nbActions) {
    this.model = Arguments.given("model", model);
    this.nbActions = nbActions;
    Shape out = model.outputShapes().getFirst();
    if (model.outputShapes().size() != 1 || out.last() != nbActions) {
      throw new IllegalArgumentException(
          "DQNAgent: the model must have one output for each of %d actions, its output is %s"
              .formatted(nbActions, out));
    }
  }

  /** Sets the replay memory; 50,000 transitions by default, where keras-rl has no default. */
  public DQNAgent memory(SequentialMemory newMemory) {
    memory = Arguments.given("memory", newMemory);
    return this;
  }

  /** Sets the exploration policy; {@code EpsGreedyQPolicy(0.1)} by default. */
  public DQNAgent policy(Policy newPolicy) {
    policy = Arguments.given("policy", newPolicy);
    return this;
  }

  /** Sets the discount; 0.99 by default. */
  public DQNAgent gamma(double newGamma) {
    gamma = newGamma;
    return this;
  }

  /** Sets the batch size; 32 by default. */
  public DQNAgent batchSize(int transitions) {
    batchSize = transitions;
    return this;
  }

  /** Sets the number of steps before learning starts; 1,000 by default. */
  public DQNAgent nbStepsWarmup(int steps) {
    nbStepsWarmup = steps;
    return this;
  }

  /** Sets the number of steps between training batches; 1 by default. */
  public DQNAgent trainInterval(int steps) {
    trainInterval = steps;
    return this;
  }

  /**
   * Sets the update of the target network; 10,000 by default.
   *
   * @param update from 1 on, the number of steps between copies; below 1, the fraction by which it
   *     moves after each batch
   */
  public DQNAgent targetModelUpdate(double update) {
    targetModelUpdate = update;
    return this;
  }

  /** Sets the error above which the loss is linear; infinite by default. */
  public DQNAgent deltaClip(double delta) {
    deltaClip = delta;
    return this;
  }

  /**
   * Sets whether the network selects the next action and the target evaluates it; true by default.
   */
  public DQNAgent enableDoubleDqn(boolean enabled) {
    doubleDqn = enabled;
    return this;
  }

  /** Sets the seed of all random numbers; 0 by default. */
  public DQNAgent seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /** Ends the settings. */
  public DQNAgent compile(Optimizer optimizer) {
    Dqn made =
        Dqn.of(model)
            .optimizer(optimizer)
            .gamma(gamma)
            .batchSize(batchSize)
            .memory(memory.limit())
            .startAfter(nbStepsWarmup)
            .train(trainInterval, 1)
            .huber(deltaClip)
            .policy(policy)
            .seed(seed);
    made = targetModelUpdate < 1 ? made.softTarget(targetModelUpdate) : hard(made);
    agent = doubleDqn ? made.doubleQ() : made;
    return this;
  }

  private Dqn hard(Dqn made) {
    return made.targetEvery(Math.round(targetModelUpdate));
  }

  /** Trains for a number of steps. */
  public AgentReport fit(Env env, long nbSteps) {
    return fit(env, nbSteps, AgentOptions.options());
  }

  /** Trains for a number of steps, with the callbacks and checkpoints of the options. */
  public AgentReport fit(Env env, long nbSteps, AgentOptions options) {
    return compiled().fit(windowed(env), nbSteps, options);
  }

  /** Plays a number of episodes without exploration. */
  public Returns test(Env env, int nbEpisodes) {
    return compiled().test(windowed(env), nbEpisodes, TEST_SEED);
  }

  /** Returns an environment that limits the steps per episode: nb_max_episode_steps. */
  public static Env limited(Env env, int nbMaxEpisodeSteps) {
    return new TimeLimit(env, nbMaxEpisodeSteps);
  }

  /** Returns the underlying agent. */
  public Dqn dqn() {
    return compiled();
  }

  private Env windowed(Env env) {
    Arguments.given("env", env);
    return memory.windowLength() == 1 ? env : new FrameStack(env, memory.windowLength());
  }

  private Dqn compiled() {
    if (agent == null) {
      throw new IllegalStateException(
          "DQNAgent with %d actions: call compile(optimizer) first".formatted(nbActions));
    }
    return agent;
  }
}
