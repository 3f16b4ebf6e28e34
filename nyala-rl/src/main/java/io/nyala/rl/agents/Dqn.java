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
 * 2016), duelling (Wang et al. 2016), n-step returns, prioritised replay (Schaul et al. 2016),
 * noisy layers (Fortunato et al. 2018), value distributions (Bellemare et al. 2017). All of them
 * together are Rainbow (Hessel et al. 2018).
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
  private static final String NAME = "Dqn";

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
  private double noise;
  private Atoms atoms; // or null
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
   * @param hidden the units of each hidden layer
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
    gamma = Numbers.share(NAME, "gamma", newGamma);
    return changed();
  }

  /** Sets the batch size; 32 by default. */
  public Dqn batchSize(int transitions) {
    batch = Numbers.positive(NAME, "batchSize", transitions);
    return changed();
  }

  /** Sets the capacity of the replay memory in transitions; 1,000,000 by default. */
  public Dqn memory(int transitions) {
    capacity = Numbers.positive(NAME, "memory", transitions);
    return changed();
  }

  /**
   * Stores each frame of image observations once, as bytes, so that {@link #memory} counts frames.
   * By default, observations are stored unchanged.
   */
  public Dqn frames(Frames newFrames) {
    frames = Arguments.given("frames", newFrames);
    return changed();
  }

  /** Sets the number of random steps before learning starts; 100 by default. */
  public Dqn startAfter(long environmentSteps) {
    startAfter = Numbers.notNegative(NAME, "startAfter", environmentSteps);
    return changed();
  }

  /**
   * Sets the training frequency; one batch every 4 steps by default.
   *
   * @param everySteps the number of environment steps between updates
   * @param batches the number of batches per update
   */
  public Dqn train(int everySteps, int batches) {
    trainEvery = Numbers.positive(NAME, "train: everySteps", everySteps);
    gradientSteps = Numbers.positive(NAME, "train: batches", batches);
    return changed();
  }

  /**
   * Sets the number of environment steps between copies of the network to its target; 10,000 by
   * default.
   */
  public Dqn targetEvery(long environmentSteps) {
    targetEvery = Numbers.positive(NAME, "targetEvery", environmentSteps);
    return changed();
  }

  /** Moves the target towards the network after each batch by this fraction, in (0, 1]. */
  public Dqn softTarget(double share) {
    tau = Numbers.positive(NAME, "softTarget", Numbers.share(NAME, "softTarget", share));
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
    steps = Numbers.positive(NAME, "steps", n);
    return changed();
  }

  /**
   * Samples transitions by their prediction errors.
   *
   * @param newAlpha the exponent of the errors, in (0, 1]; 0.6 in the paper, 0.5 in Rainbow
   * @param newBeta the exponent of the compensating weights, from 0.4 to 1 in the paper
   */
  public Dqn prioritized(double newAlpha, Annealed newBeta) {
    alpha = Numbers.positive(NAME, "alpha", Numbers.share(NAME, "alpha", newAlpha));
    beta = Arguments.given("beta", newBeta).requireShare(NAME, "beta");
    return changed();
  }

  /**
   * Makes all dense layers noisy in training, by a learned amount. The noise replaces exploration,
   * so the policy always takes the best action. It is redrawn for each action and each batch, and
   * is off in evaluations and for {@link #network}.
   *
   * @param sigma0 the initial amount of noise; 0.5 in the paper
   * @throws IllegalArgumentException for a custom network that has no {@link
   *     io.nyala.layers.core.NoisyDense}
   */
  public Dqn noisy(double sigma0) {
    noise = Numbers.positive(NAME, "sigma0", sigma0);
    if (given != null && !QNetwork.isNoisy(given)) {
      throw new IllegalArgumentException(
          "Dqn: noisy() needs noise to explore with, and the network has none; use Layers.noisyDense in it");
    }
    policy = new EpsilonGreedy(0);
    return changed();
  }

  /**
   * Learns the distribution of values instead of their mean, like C51. The priorities of
   * transitions are then their losses, which are cross-entropies. A custom network must have the
   * output {@code (actions, atoms)}, logits; {@link #network} returns means.
   *
   * @param count the number of values in the distribution; 51 in the paper
   * @param low the lowest value; lower returns cannot be distinguished
   * @param high the highest value
   */
  public Dqn categorical(int count, double low, double high) {
    atoms = new Atoms(count, low, high);
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
    seed = Numbers.notNegative(NAME, "seed", newSeed);
    return changed();
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
    Arguments.given("options", options);
    Numbers.positive(NAME, "environmentSteps", environmentSteps);
    prepare(env);
    return loop.run(env, environmentSteps, options);
  }

  /** Creates the network and the memory for an environment, as {@link #fit} does. */
  private void prepare(Env env) {
    int actions = actions(env);
    Shape observation = QNetwork.observation(env);
    if (learner == null) {
      Model network = given;
      if (network == null) {
        network = new QLayout(duelling, noise, atoms).network(observation, actions, hidden);
        network.seed(seed);
      }
      QNetwork.requireFit(network, env, atoms);
      QNetwork faces = QNetwork.of(network, atoms);
      learner = new DqnLearner(settings(), faces, optimizer, observation, actions);
      loop = new AgentLoop(learner, observation.size(), seed);
    } else {
      QNetwork.requireFit(learner.network(), env, null);
    }
  }

  /** Returns the number of actions of an environment. */
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
        atoms == null ? new SingleValues(delta) : atoms,
        noise > 0,
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
    QNetwork.requireFit(network, Arguments.given("env", env), null);
    Numbers.positive(NAME, "episodes", episodes);
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
