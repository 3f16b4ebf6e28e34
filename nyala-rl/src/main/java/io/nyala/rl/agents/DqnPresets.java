// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.optimizers.Optimizers.rmsprop;
import static io.nyala.optimizers.Schedules.linearDecay;

import io.nyala.models.Model;
import io.nyala.rl.env.Env;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.replay.Frames;
import io.nyala.rl.spaces.Discrete;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;

/**
 * Settings with which deep Q networks learn some tasks. Those of RL Baselines3 Zoo are in {@code
 * io.nyala.rl.presets.ZooPresets}.
 */
public final class DqnPresets {
  private DqnPresets() {}

  /**
   * Returns an agent that learns to land within 150,000 steps: double, duelling, with three-step
   * returns, a batch of 64 in every step, and a learning rate that falls to 0 over these steps.
   */
  public static Dqn lunarLander() {
    return Dqn.ofHidden(256, 256)
        .optimizer(adam().learningRate(linearDecay(6.3e-4, 150_000, 0)).globalClipNorm(10))
        .memory(150_000)
        .batchSize(64)
        .startAfter(1000)
        .train(4, 4)
        .softTarget(0.005)
        .doubleQ()
        .duelling()
        .steps(3)
        .policy(new EpsilonGreedy(new Annealed(1, 0.02, 50_000)));
  }

  /**
   * Returns an agent with the settings of the keras-rl examples: squared errors, a soft target,
   * exploration from 1 to 0.1 within 10,000 steps.
   *
   * @param hidden the units of each hidden layer; 16, 16, 16 for CartPole
   * @param learningRate the learning rate of Adam; 1e-3 for CartPole
   */
  public static Dqn book(double learningRate, int... hidden) {
    return Dqn.ofHidden(hidden)
        .optimizer(adam(learningRate))
        .huber(Double.POSITIVE_INFINITY)
        .memory(50_000)
        .batchSize(32)
        .startAfter(10)
        .train(1, 1)
        .softTarget(0.01)
        .policy(new EpsilonGreedy(new Annealed(1, 0.1, 10_000)));
  }

  /**
   * Returns an agent with the settings that were published with MinAtar (Young and Tian 2019):
   * RMSprop with momentum, a batch of 32 in every step, exploration from 1 to 0.1 within 100,000
   * steps, and the network {@link QNetworks#minAtar}.
   *
   * @param env a game with observations {@code (rows, columns, channels)}
   * @param seed the seed of all random numbers
   * @throws IllegalArgumentException if observations have other axes, or actions are not {@link
   *     Discrete}
   */
  public static Dqn minAtar(Env env, long seed) {
    Shape observation = Arguments.given("env", env).observationSpace().shape();
    Model network = QNetworks.minAtar(observation, Dqn.actions(env));
    return Dqn.of(network.seed(seed))
        .seed(seed)
        .optimizer(rmsprop(2.5e-4).rho(0.95).momentum(0.95).centered(true).epsilon(1e-4))
        .memory(100_000)
        .frames(Frames.single())
        .batchSize(32)
        .startAfter(5000)
        .train(1, 1)
        .targetEvery(1000)
        .policy(new EpsilonGreedy(new Annealed(1, 0.1, 100_000)));
  }

  /**
   * Returns an agent that holds the pole of CartPole-v1 after 50,000 steps, and does not unlearn
   * it. Rewards of 50 steps are added up: values near 100 hardly differ from one step to the next,
   * but they do over a second. The learning rate falls to 0 at the end.
   */
  public static Dqn cartPole() {
    int batches = (50_000 - 1000) / 2;
    return Dqn.ofHidden(128, 128)
        .optimizer(adam().learningRate(linearDecay(2e-3, batches, 0)).globalClipNorm(10))
        .memory(100_000)
        .batchSize(64)
        .startAfter(1000)
        .train(16, 8)
        .softTarget(0.005)
        .steps(50)
        .doubleQ()
        .policy(new EpsilonGreedy(new Annealed(1, 0.04, 8000)));
  }

  /**
   * Returns Rainbow (Hessel et al. 2018): double, duelling, 3-step returns, prioritised replay,
   * noisy layers and distributions of 51 values, with the settings of the paper that do not depend
   * on the task.
   *
   * @param low the lowest discounted return to distinguish
   * @param high the highest one
   * @param steps the number of training steps, at the end of which priorities are fully compensated
   * @param hidden the units of each hidden layer, at least one
   */
  public static Dqn rainbow(double low, double high, long steps, int... hidden) {
    return Dqn.ofHidden(hidden)
        .doubleQ()
        .duelling()
        .steps(3)
        .prioritized(0.5, new Annealed(0.4, 1, steps))
        .noisy(0.5)
        .categorical(51, low, high);
  }

  /**
   * Returns an agent with the settings of keras-rl's example for games of the Atari console: a
   * million frames in memory, kept as bytes, a batch of 32 in every fourth step, exploration from 1
   * to 0.1 within a million steps, and the network {@link QNetworks#atari}. The memory takes 7.1
   * GB; use {@link Dqn#memory} for less.
   *
   * @param env a game whose observations are stacks of pictures, {@code (frames, rows, columns)}
   * @param seed of the weights and of everything else
   * @throws IllegalArgumentException if observations have other axes, or actions are not {@link
   *     Discrete}
   */
  public static Dqn atari(Env env, long seed) {
    Shape observation = Arguments.given("env", env).observationSpace().shape();
    Model network = QNetworks.atari(observation, Dqn.actions(env));
    int frames = observation.dim(0);
    return Dqn.of(network.seed(seed))
        .seed(seed)
        .optimizer(adam(2.5e-4))
        .memory(1_000_000)
        .frames(frames == 1 ? Frames.single() : Frames.stacked(frames))
        .batchSize(32)
        .startAfter(50_000)
        .train(4, 1)
        .targetEvery(10_000)
        .policy(new EpsilonGreedy(new Annealed(1, 0.1, 1_000_000)));
  }
}
