// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.optimizers.Optimizers.adam;
import static io.nyala.rl.agents.AgentOptions.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.ops.Value;
import io.nyala.rl.actors.Sac;
import io.nyala.rl.agents.A2c;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Dqn;
import io.nyala.rl.agents.DqnPresets;
import io.nyala.rl.agents.Play;
import io.nyala.rl.agents.PolicyNetworks;
import io.nyala.rl.agents.Ppo;
import io.nyala.rl.agents.QLearning;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.film.Film;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.presets.Preset;
import io.nyala.rl.presets.ZooPresets;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.vector.VectorEnv;
import io.nyala.rl.vector.VectorStep;
import io.nyala.rl.wrappers.AtariPreprocessing;
import io.nyala.rl.wrappers.ClipReward;
import io.nyala.rl.wrappers.FrameStack;
import io.nyala.rl.wrappers.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/agents.md. */
class AgentsGuideTest {
  @TempDir Path folder;

  @Test
  void an_episode() {
    // snippet:agents-episode
    Env env = Envs.make("CartPole-v1");
    Step step = env.reset(Reset.seed(42)); // the state that Gymnasium begins with for this seed
    double total = 0;
    while (!step.ended()) {
      float[] seen = step.observation();
      step = env.step(seen[2] + 0.5f * seen[3] > 0 ? 1 : 0);
      total += step.reward();
    }
    // end:agents-episode
    assertThat(total).isGreaterThan(100);
    // CartPole of Gymnasium, reset(seed=42)
    assertThat(env.reset(Reset.seed(42)).observation())
        .usingComparatorWithPrecision(1e-8f)
        .containsExactly(0.0273956f, -0.00611216f, 0.03585979f, 0.0197368f);
  }

  @Test
  void a_table() {
    // snippet:agents-table
    QLearning agent =
        QLearning.create()
            .gamma(0.99)
            .learningRate(new Annealed(0.2, 0.01, 200_000))
            .policy(new EpsilonGreedy(new Annealed(1, 0.1, 100_000)));
    agent.fit(Envs.make("FrozenLake-v1"), 200_000);
    Returns returns = agent.test(Envs.make("FrozenLake-v1"), 100, 0); // seeds 0 to 99
    // end:agents-table
    assertThat(returns.mean()).isGreaterThan(0.6);
  }

  @Test
  void a_network() throws IOException {
    Path file = folder.resolve("agent.gif");
    Path kept = folder.resolve("kept");
    // snippet:agents-dqn
    Dqn agent =
        Dqn.ofHidden(64, 64)
            .optimizer(adam(1e-3).globalClipNorm(10))
            .memory(50_000)
            .batchSize(64)
            .startAfter(1000)
            .train(16, 16) // every 16 steps, 16 batches
            .targetEvery(64)
            .policy(new EpsilonGreedy(new Annealed(1, 0.04, 4000)))
            .doubleQ()
            .seed(1);
    AgentReport report =
        agent.fit(
            Envs.make("CartPole-v1"),
            3000,
            options()
                .evaluate(Envs.make("CartPole-v1"), 1000, 10)
                .keepBest()
                .checkpoints(Checkpoints.in(kept)));
    Returns returns = agent.test(Envs.make("CartPole-v1"), 20, 1000);
    // end:agents-dqn
    assertThat(report.evaluations()).hasSize(3);
    assertThat(returns.mean()).isGreaterThan(30);
    // snippet:agents-film
    try (Film film = Film.in(file, 25)) { // frames a second; .gif, .png or .avi
      Play.film(Envs.make("CartPole-v1"), 7, Dqn.greedy(agent.network()), 2, film);
    }
    // end:agents-film
    assertThat(Files.size(file)).isPositive();
  }

  @Test
  void a_policy() {
    // snippet:agents-ppo
    Ppo agent =
        Ppo.ofHidden(64, 64)
            .rollout(32)
            .batchSize(256)
            .epochs(20)
            .gamma(0.98)
            .lambda(0.8)
            .learningRate(new Annealed(1e-3, 0, 100_000))
            .clip(new Annealed(0.2, 0, 100_000));
    agent.fit(Envs.makeVector("CartPole-v1", 8), 20_000);
    Returns returns = agent.test(Envs.make("CartPole-v1"), 20, 0);
    // end:agents-ppo
    assertThat(returns.mean()).isGreaterThan(60);
  }

  @Test
  void a_preset() {
    // snippet:agents-zoo
    Preset<Ppo> preset = ZooPresets.ppo("CartPole-v1");
    AgentReport report =
        preset.agent().seed(1).fit(Envs.makeVector("CartPole-v1", preset.envs()), preset.steps());
    // end:agents-zoo
    assertThat(report.meanReturn(20)).isGreaterThan(300);
  }

  @Test
  void continuous_actions() {
    // snippet:agents-ppo-continuous
    Ppo agent = Ppo.ofHidden(64, 64).rollout(1024).gamma(0.9).learningRate(1e-3).seed(1);
    agent.fit(Envs.makeVector("Pendulum-v1", 4), 8192);
    Returns returns = agent.test(Envs.make("Pendulum-v1"), 10, 0);
    // end:agents-ppo-continuous
    assertThat(returns.mean()).isBetween(-1600.0, -100.0);
  }

  @Test
  void short_rollouts() {
    // snippet:agents-a2c
    A2c agent = A2c.ofHidden(64, 64).seed(1);
    agent.fit(Envs.makeVector("CartPole-v1", 8), 100_000);
    // end:agents-a2c
    assertThat(agent.test(Envs.make("CartPole-v1"), 10, 0).mean()).isGreaterThan(60);
  }

  @Test
  void networks_of_ones_own() {
    // snippet:agents-policy-networks
    PolicyNetworks networks =
        new PolicyNetworks() {
          @Override
          public Value policy(Value observation, int outputs) {
            return dense(outputs).apply(dense(32).activation(RELU).apply(observation));
          }

          @Override
          public Value critic(Value observation) {
            return dense(1).apply(dense(64).activation(RELU).apply(observation));
          }
        };
    Ppo agent = Ppo.of(networks).rollout(64);
    // end:agents-policy-networks
    agent.fit(Envs.makeVector("CartPole-v1", 2), 128);
    assertThat(agent.critic().weights().getFirst().shape().last()).isEqualTo(64);
  }

  @Test
  void an_actor_and_its_critics() {
    // snippet:agents-sac
    Sac agent = Sac.ofHidden(64, 64).learningRate(1e-3).batchSize(64).memory(10_000).seed(1);
    AgentReport report =
        agent.fit(
            Envs.make("Pendulum-v1"),
            1000,
            options().evaluate(Envs.make("Pendulum-v1"), 500, 2).keepBest());
    Returns returns = agent.test(Envs.make("Pendulum-v1"), 10, 0);
    // end:agents-sac
    assertThat(report.evaluations()).hasSize(2);
    assertThat(returns.mean()).isBetween(-1700.0, -100.0);
  }

  // snippet:agents-env
  /** A walk on a line: to the left (0) or to the right (1), until one is home at 5. */
  static final class Walk extends SimpleEnv {
    private final double[] place = new double[1]; // all of the state

    Walk() {
      super("Walk", Box.of(-10, 10, 1), new Discrete(2));
    }

    @Override
    protected double[] variables() {
      return place;
    }

    @Override
    protected void start(Reset how, Step first) {
      place[0] = random().integers(-4, 5); // -4 to 4
      first.observation()[0] = (float) place[0];
    }

    @Override
    protected void act(int action, Step next) {
      place[0] = Math.max(-10, place[0] + (action == 1 ? 1 : -1));
      next.observation()[0] = (float) place[0];
      next.reward(-1).terminated(place[0] == 5);
    }
  }

  // end:agents-env

  @Test
  void an_environment_of_your_own() {
    // snippet:agents-check
    EnvChecker.check(new Walk()); // throws with everything that is wrong
    Envs.register(new EnvSpec("Walk-v0", Walk::new, 50, -5));
    Env env = Envs.make("Walk-v0"); // with a limit of 50 steps
    // end:agents-check
    assertThat(env).isInstanceOf(TimeLimit.class);
    env.reset(Reset.seed(0));
    Step step;
    do {
      step = env.step(1);
    } while (!step.ended());
    assertThat(step.terminated()).isTrue();
  }

  @Test
  void many_at_once() {
    // snippet:agents-vector
    VectorEnv envs = Envs.makeVector("CartPole-v1", 1024);
    VectorStep step = envs.reset(0); // seeds 0 to 1023
    NumPyRandom random = new NumPyRandom(0);
    int[] actions = new int[envs.count()];
    double sum = 0;
    int episodes = 0;
    for (int t = 0; t < 100; t++) {
      for (int i = 0; i < actions.length; i++) {
        actions[i] = random.integers(2);
      }
      step = envs.step(actions);
      for (int i = 0; i < actions.length && step.endedCount() > 0; i++) {
        if (step.ended(i)) {
          sum += step.returns()[i];
          episodes++;
        }
      }
    }
    double mean = sum / episodes;
    // end:agents-vector
    assertThat(mean).isBetween(18.0, 26.0); // about 22 at random
  }

  @Test
  void learns_from_pictures() {
    // snippet:agents-pixels
    Env game = Envs.make("MinAtar/Breakout-v1");
    Env pictures = new AtariPreprocessing(game); // 4 frames an action, grey, 84 x 84 pixels
    Env env = new FrameStack(new ClipReward(pictures, -1, 1), 4);
    Dqn agent = DqnPresets.atari(env, 1).memory(2000); // frames; each is kept once, as bytes
    // end:agents-pixels
    assertThat(env.reset(Reset.seed(0)).observation()).hasSize(4 * 84 * 84);
    assertThat(agent.startAfter(10).fit(env, 12).steps()).isEqualTo(12);
  }
}
