// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.models.Model;
import io.nyala.models.Predictor;
import io.nyala.optimizers.Optimizer;
import io.nyala.rl.env.Env;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.policies.Policy;
import io.nyala.rl.replay.Frames;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.settings.Arguments;
import io.nyala.settings.Numbers;
import io.nyala.tensor.Shape;
import java.util.function.ToIntFunction;

/**
 * A deep Q network (Mnih et al. 2015) with options for later extensions: double (van Hasselt et al.
 * 2016), duelling (Wang et al. 2016), n-step returns, prioritised replay (Schaul et al. 2016).
 *
 * <pre>{@code
 * Dqn agent = Dqn.ofHidden(256, 256).optimizer(adam(2.3e-3)).doubleQ().seed(1);
 * agent.fit(Envs.make("CartPole-v1"), 50_000);
 * Returns returns = agent.test(Envs.make("CartPole-v1"), 100, 0);
 * }</pre>
 *
 * <p>The defaults are those of Stable-Baselines3. A time limit is not treated as the end of the
 * task: after a {@linkplain io.nyala.rl.env.Step#truncated truncated} step, the estimated value of
 * the next state still counts. The seed determines all random numbers.
 */
public final class Dqn {
  private final Model given; // or null
  private final int[] hidden;
  private Optimizer optimizer = adam(1e-4).globalClipNorm(10);
  private double gamma = 0.99;
  private int batch = 32;
  private int capacity = 1_000_000;
  private Frames frames; // or null
  private long startAfter = 100;
  private int trainEvery = 4;
  private int gradientSteps = 1;
  private long targetEvery = 10_000;
  private double tau = 1;
  private boolean doubleQ;
  private boolean duelling;
  private int steps = 1;
  private double alpha;
  private Annealed beta = Annealed.constant(0);
  private double delta = 1;
  private Policy policy = new EpsilonGreedy(new Annealed(1, 0.05, 10_000));
  private long seed;

  private DqnLearner learner; // null before the first training
  private AgentLoop loop;

  private Dqn(Model given, int... hidden) {
    this.given = given;
    this.hidden = hidden;
  }

  /**
   * Returns an agent with a custom network from an observation to the value of each action.
   *
   * @param network the network, which need not be compiled
   */
  public static Dqn of(Model network) {
    return new Dqn(Arguments.given("network", network));
  }

  /**
   * Returns an agent with a network of dense layers.
   *
   * @param hidden units of each hidden layer
   */
  public static Dqn ofHidden(int... hidden) {
    return new Dqn(null, Arguments.given("hidden", hidden).clone());
  }

  // Settings

  /** Sets the optimizer; {@code adam(1e-4).globalClipNorm(10)} by default. */
  public Dqn optimizer(Optimizer newOptimizer) {
    optimizer = Arguments.given("optimizer", newOptimizer);
    return changed();
  }

  /** Sets the discount per step, in [0, 1]; 0.99 by default. */
  public Dqn gamma(double newGamma) {
    Numbers.share("Dqn", "gamma", newGamma);
    gamma = newGamma;
    return changed();
  }

  /** Sets the batch size; 32 by default. */
  public Dqn batchSize(int transitions) {
    batch = atLeastOne("batchSize", transitions);
    return changed();
  }

  /** Sets the capacity of the replay memory in transitions; 1,000,000 by default. */
  public Dqn memory(int transitions) {
    capacity = atLeastOne("memory", transitions);
    return changed();
  }

  /**
   * Stores each frame of pictures once, as bytes, so that {@link #memory} counts frames. By default
   * observations are stored as they are.
   */
  public Dqn frames(Frames newFrames) {
    frames = Arguments.given("frames", newFrames);
    return changed();
  }

  /** Sets the number of random steps before learning starts; 100 by default. */
  public Dqn startAfter(long environmentSteps) {
    Numbers.notNegative("Dqn", "startAfter", environmentSteps);
    startAfter = environmentSteps;
    return changed();
  }

  /**
   * Sets the training frequency; one batch every 4 steps by default.
   *
   * @param everySteps the number of environment steps between updates
   * @param batches the number of batches per update
   */
  public Dqn train(int everySteps, int batches) {
    trainEvery = atLeastOne("train: everySteps", everySteps);
    gradientSteps = atLeastOne("train: batches", batches);
    return changed();
  }

  /**
   * Sets the number of environment steps between copies of the network to its target; 10,000 by
   * default.
   */
  public Dqn targetEvery(long environmentSteps) {
    Numbers.positive("Dqn", "targetEvery", environmentSteps);
    targetEvery = environmentSteps;
    return changed();
  }

  /** Moves the target towards the network after each batch by this fraction, in (0, 1]. */
  public Dqn softTarget(double share) {
    Numbers.positive("Dqn", "softTarget", share);
    Numbers.share("Dqn", "softTarget", share);
    tau = share;
    targetEvery = 0;
    return changed();
  }

  /** Enables double Q-learning: the network selects the next action and the target evaluates it. */
  public Dqn doubleQ() {
    doubleQ = true;
    return changed();
  }

  /**
   * Splits the network into the value of a state and the advantages of actions.
   *
   * @throws IllegalStateException for a custom network; create one with {@link QNetworks#duelling}
   *     instead
   */
  public Dqn duelling() {
    if (given != null) {
      throw new IllegalStateException(
          "Dqn: duelling() makes a network; for one of your own use QNetworks.duelling, or end it so");
    }
    duelling = true;
    return changed();
  }

  /** Sets the number of steps of n-step returns; 1 by default. */
  public Dqn steps(int n) {
    steps = atLeastOne("steps", n);
    return changed();
  }

  /**
   * Samples transitions by their prediction errors.
   *
   * @param newAlpha the exponent of the errors, in (0, 1]; 0.6 in the paper, 0.5 in Rainbow
   * @param newBeta the exponent of the compensating weights, from 0.4 to 1 in the paper
   */
  public Dqn prioritized(double newAlpha, Annealed newBeta) {
    Numbers.positive("Dqn", "alpha", newAlpha);
    Numbers.share("Dqn", "alpha", newAlpha);
    Arguments.given("beta", newBeta);
    Numbers.share("Dqn", "beta", newBeta.from());
    Numbers.share("Dqn", "beta", newBeta.to());
    alpha = newAlpha;
    beta = newBeta;
    return changed();
  }

  /** Sets the error above which the loss is linear; 1 by default. Infinity gives squared errors. */
  public Dqn huber(double newDelta) {
    if (!(newDelta > 0)) {
      throw new IllegalArgumentException("Dqn: huber must be greater than 0, got " + newDelta);
    }
    delta = newDelta;
    return changed();
  }

  /**
   * Sets the exploration policy; by default epsilon-greedy, from 1 to 0.05 within 10,000 steps. The
   * steps of {@link #startAfter} are random regardless of the policy.
   */
  public Dqn policy(Policy newPolicy) {
    policy = Arguments.given("policy", newPolicy);
    return changed();
  }

  /**
   * Sets the seed of all random numbers: weights, exploration, replay, environment; 0 by default.
   */
  public Dqn seed(long newSeed) {
    Numbers.notNegative("Dqn", "seed", newSeed);
    seed = newSeed;
    return changed();
  }

  private static int atLeastOne(String setting, int value) {
    Numbers.positive("Dqn", setting, value);
    return value;
  }

  private Dqn changed() {
    if (learner != null) {
      throw new IllegalStateException("Dqn: settings are made before the first training");
    }
    return this;
  }

  // Learning

  /** Trains for a number of steps in an environment. A further call continues the training. */
  public AgentReport fit(Env env, long environmentSteps) {
    return fit(env, environmentSteps, AgentOptions.options());
  }

  /**
   * Trains for a number of steps in an environment. A further call continues where this one ended.
   *
   * @throws IllegalArgumentException if the network does not match the environment, or its actions
   *     are not {@link Discrete}
   * @throws IllegalStateException if the environment returns a reward that is not a number
   * @throws io.nyala.models.TrainingDivergedException if the loss is NaN or infinite
   */
  public AgentReport fit(Env env, long environmentSteps, AgentOptions options) {
    Arguments.given("env", env);
    Arguments.given("options", options).check(env, env.observationSpace(), env.actionSpace());
    Numbers.positive("Dqn", "environmentSteps", environmentSteps);
    prepare(env);
    return loop.run(env, environmentSteps, options);
  }

  /** Creates the network and the memory for an environment, as {@link #fit} does. */
  private void prepare(Env env) {
    int actions = actions(env);
    Shape observation = env.observationSpace().shape();
    if (observation.rank() == 0) {
      throw new IllegalArgumentException(
          "Dqn: observations of %s are single integers (%s); use QLearning, or a wrapper that makes a vector of them"
              .formatted(env, env.observationSpace()));
    }
    if (learner == null) {
      Model network = network(observation, actions);
      requireFit(network, env, observation, actions);
      learner = new DqnLearner(settings(), network, optimizer, observation, actions);
      loop = new AgentLoop(learner, observation.size(), seed);
    } else {
      requireFit(learner.network(), env, observation, actions);
    }
  }

  /** Returns how many actions an environment has. */
  static int actions(Env env) {
    return actions(env, env.actionSpace());
  }

  static int actions(Object env, Space space) {
    if (!(space instanceof Discrete discrete) || discrete.start() != 0) {
      throw new IllegalArgumentException(
          "actions must be Discrete from 0, those of %s are %s".formatted(env, space));
    }
    return discrete.n();
  }

  private Model network(Shape observation, int actions) {
    Model network = given;
    if (network == null) {
      network =
          duelling
              ? QNetworks.duelling(observation, actions, hidden)
              : QNetworks.dense(observation, actions, hidden);
      network.seed(seed);
    }
    return network;
  }

  private static void requireFit(Model network, Env env, Shape observation, int actions) {
    Shape in = network.inputTypes().getFirst().shape();
    if (network.inputTypes().size() != 1 || !in.drop(0).equals(observation)) {
      throw new IllegalArgumentException(
          "observations of %s have the shape %s, the network takes %s"
              .formatted(env, observation, in.drop(0)));
    }
    Shape out = network.outputShapes().getFirst();
    if (network.outputShapes().size() != 1 || out.rank() != 2 || out.last() != actions) {
      throw new IllegalArgumentException(
          "%s has %d actions, so the network needs %d outputs; its output is %s"
              .formatted(env, actions, actions, out));
    }
  }

  private DqnSettings settings() {
    return new DqnSettings(
        gamma,
        batch,
        capacity,
        frames,
        startAfter,
        trainEvery,
        gradientSteps,
        targetEvery,
        tau,
        doubleQ,
        steps,
        alpha,
        beta,
        delta,
        policy);
  }

  // Use

  /**
   * Returns the network.
   *
   * @throws IllegalStateException before the first training, unless the network is a custom one
   */
  public Model network() {
    if (learner == null && given == null) {
      throw new IllegalStateException(
          "Dqn: the network is made by the first fit, which knows the environment");
    }
    return learner == null ? given : learner.network();
  }

  /**
   * Plays episodes without exploration or learning.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   */
  public Returns test(Env env, int episodes, long firstSeed) {
    return test(network(), env, episodes, firstSeed);
  }

  /**
   * Plays episodes with a value network, for example one loaded from a file, without exploration.
   *
   * @param firstSeed the seed of the first episode; the others use the following seeds
   * @throws IllegalArgumentException if the network does not match the environment
   */
  public static Returns test(Model network, Env env, int episodes, long firstSeed) {
    Arguments.given("network", network);
    requireFit(network, Arguments.given("env", env), env.observationSpace().shape(), actions(env));
    Numbers.positive("Dqn", "episodes", episodes);
    return Play.episodes(env, episodes, firstSeed, greedy(network));
  }

  /** Returns a function that selects the action with the highest value, for {@link Play}. */
  public static ToIntFunction<float[]> greedy(Model network) {
    Predictor predictor = Arguments.given("network", network).predictor();
    float[] values = new float[predictor.outputs()];
    return observation -> {
      predictor.predict(observation, values);
      return Policy.best(values);
    };
  }
}
