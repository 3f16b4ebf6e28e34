// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.noisyDense;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.rl.Envs;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.rl.wrappers.TimeLimit;
import io.nyala.saving.Weights;
import io.nyala.testing.Allocations;
import io.nyala.testing.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DqnTest {
  private static Dqn small(long seed) {
    return Dqn.ofHidden(32, 32)
        .optimizer(adam(2e-3).globalClipNorm(10))
        .memory(10_000)
        .batchSize(64)
        .startAfter(500)
        .train(1, 1)
        .targetEvery(100)
        .policy(new EpsilonGreedy(new Annealed(1, 0.04, 2000)))
        .seed(seed);
  }

  @Test
  void learns_to_hold_the_pole() {
    Dqn agent =
        Dqn.ofHidden(64, 64)
            .optimizer(adam(1e-3).globalClipNorm(10))
            .memory(50_000)
            .batchSize(64)
            .startAfter(1000)
            .train(16, 16)
            .targetEvery(64)
            .policy(new EpsilonGreedy(new Annealed(1, 0.04, 4000)))
            .doubleQ()
            .seed(1);
    List<Long> evaluated = new ArrayList<>();
    List<Long> epochs = new ArrayList<>();
    AgentReport report =
        agent.fit(
            Envs.make("CartPole-v1"),
            40_000,
            AgentOptions.options()
                .evaluate(Envs.make("CartPole-v1"), 1000, 10)
                .stopWhenSolved(475)
                .keepBest()
                .callbacks(
                    new AgentCallback() {
                      @Override
                      public void onEvaluation(long step, Returns greedy) {
                        evaluated.add(step);
                      }

                      @Override
                      public void onEpoch(long step, Map<String, Double> measures) {
                        epochs.add(step);
                        assertThat(measures)
                            .containsOnlyKeys(
                                "episode_return",
                                "episode_length",
                                "loss",
                                "q",
                                "td_error",
                                "epsilon",
                                "steps_per_second");
                        assertThat(measures.get("episode_return"))
                            .isEqualTo(measures.get("episode_length"));
                        assertThat(Double.isNaN(measures.get("loss"))).isEqualTo(step == 1000);
                      }
                    }));
    assertThat(report.solvedAt()).isBetween(1000L, 40_000L);
    assertThat(evaluated).hasSize((int) (report.steps() / 1000)).startsWith(1000L, 2000L);
    assertThat(report.evaluations()).hasSameSizeAs(evaluated);
    assertThat(epochs).isEqualTo(evaluated);
    Returns greedy = agent.test(Envs.make("CartPole-v1"), 20, 1000);
    assertThat(greedy.mean()).as("%s", greedy).isGreaterThan(400);
  }

  @Test
  void stops_when_solved() {
    AgentReport report =
        small(1)
            .fit(
                Envs.make("CartPole-v1"),
                12_000,
                AgentOptions.options()
                    .evaluate(Envs.make("CartPole-v1"), 500, 3)
                    .stopWhenSolved(100));
    assertThat(report.solvedAt()).isPositive().isEqualTo(report.steps()).isLessThan(12_000);
  }

  @Test
  void the_same_seed_gives_the_same_weights() {
    String first = weights(3);
    assertThat(weights(3)).isEqualTo(first);
    assertThat(weights(4)).isNotEqualTo(first);
  }

  private static String weights(long seed) {
    Dqn agent = small(seed).prioritized(0.6, Annealed.constant(0.4)).duelling().steps(3);
    agent.fit(Envs.make("CartPole-v1"), 1500);
    return Weights.sha256(agent.network());
  }

  @Test
  void an_evaluation_does_not_touch_the_training() {
    Dqn alone = small(2);
    alone.fit(Envs.make("CartPole-v1"), 1500);
    Dqn watched = small(2);
    watched.fit(
        Envs.make("CartPole-v1"),
        1500,
        AgentOptions.options().evaluate(Envs.make("CartPole-v1"), 400, 2));
    assertThat(Weights.sha256(watched.network())).isEqualTo(Weights.sha256(alone.network()));
  }

  @Test
  void training_goes_on_where_it_ended() {
    Dqn once = small(2);
    once.fit(Envs.make("CartPole-v1"), 1500);
    Dqn twice = small(2);
    Env env = Envs.make("CartPole-v1");
    twice.fit(env, 700);
    assertThat(twice.fit(env, 800).steps()).isEqualTo(1500);
    assertThat(Weights.sha256(twice.network())).isEqualTo(Weights.sha256(once.network()));
  }

  static List<Dqn> agents() {
    return List.of(
        DqnPresets.book(1e-3, 16, 16, 16),
        DqnPresets.book(1e-3, 16).prioritized(0.6, Annealed.constant(0.4)).steps(3),
        DqnPresets.rainbow(0, 20, 10_000, 8).train(1, 1));
  }

  @ParameterizedTest
  @MethodSource("agents")
  void a_step_of_learning_allocates_nothing(Dqn agent) {
    Env env = new Chain(3, false); // without episodes, each of which is recorded
    AgentOptions options = AgentOptions.options().epoch(1_000_000_000);
    double more = Double.MAX_VALUE;
    for (int i = 0; i < 300 && more != 0; i++) { // until the compiler is done
      double few = Allocations.perRun(0, 1, () -> agent.fit(env, 10, options));
      more = Allocations.perRun(0, 1, () -> agent.fit(env, 3010, options)) - few;
    }
    assertThat(more).as("bytes of 3000 steps").isZero();
  }

  @Test
  void rainbow_learns_to_hold_the_pole() {
    Dqn agent =
        DqnPresets.rainbow(0, 100, 20_000, 64, 64)
            .optimizer(adam(1e-3).globalClipNorm(10))
            .memory(20_000)
            .batchSize(32)
            .startAfter(500)
            .train(4, 1)
            .targetEvery(200)
            .seed(1);
    agent.fit(
        Envs.make("CartPole-v1"),
        20_000,
        AgentOptions.options()
            .evaluate(Envs.make("CartPole-v1"), 1000, 5)
            .stopWhenSolved(300)
            .keepBest());
    Returns greedy = agent.test(Envs.make("CartPole-v1"), 20, 1000);
    assertThat(greedy.mean()).as("%s", greedy).isGreaterThan(200);
    // The network of values is made of layers of Keras, the noise is off.
    assertThat(agent.network().outputShapes().getFirst().last()).isEqualTo(2);
    assertThat(agent.test(Envs.make("CartPole-v1"), 20, 1000)).isEqualTo(greedy);
  }

  /** Always looks the same, and counts what is done. */
  private static final class Counting extends SimpleEnv {
    private final double[] taken = new double[2];

    private Counting() {
      super("Counting", Box.of(0, 1, 2), new Discrete(2));
    }

    @Override
    protected double[] variables() {
      return taken;
    }

    @Override
    protected void start(Reset how, Step first) {
      first.observation()[0] = 1;
    }

    @Override
    protected void act(int action, Step next) {
      taken[action]++;
      next.observation()[0] = 1;
    }
  }

  @Test
  void noise_takes_the_place_of_exploration() {
    Model network = Sequential.of(input(2), noisyDense(8), noisyDense(2)).seed(3);
    Dqn agent = Dqn.of(network).noisy(0.5).startAfter(0).train(1_000_000, 1).seed(3);
    Counting env = new Counting();
    agent.fit(env, 300);
    assertThat(Math.min(env.taken[0], env.taken[1])).isGreaterThan(30);
    Counting greedy = new Counting();
    Play.episodes(new TimeLimit(greedy, 50), 2, 0, Dqn.greedy(agent.network()));
    assertThat(Math.min(greedy.taken[0], greedy.taken[1])).isZero();
    assertThatThrownBy(() -> Dqn.of(Sequential.of(input(4), dense(2))).noisy(0.5))
        .hasMessageContaining("the network has none; use Layers.noisyDense");
  }

  @Test
  void warns_where_nothing_will_be_learned() {
    Dqn agent = small(0); // which learns after 500 steps
    Env env = Envs.make("CartPole-v1");
    assertThat(warnings(() -> agent.fit(env, 300)))
        .singleElement()
        .asString()
        .isEqualTo(
            "agent in CartPole learns nothing: the training ends after 300 steps, but learning starts after 500 (startAfter)");
    assertThat(warnings(() -> agent.fit(env, 300))).isEmpty();
  }

  private static List<String> warnings(Runnable work) {
    return Logs.during(Dqn.class.getPackageName(), work);
  }

  // Bad input

  @Test
  void refuses_networks_whose_distributions_do_not_match() {
    Env env = Envs.make("CartPole-v1");
    Model network = Sequential.of(input(4), dense(2 * 11), reshape(2, 11));
    assertThatThrownBy(() -> Dqn.of(network).categorical(51, 0, 1).fit(env, 10))
        .hasMessageContaining(
            "has 2 actions with 51 atoms each, so the network needs the output (2, 51); its output is (?, 2, 11)");
    Dqn agent = Dqn.of(network).categorical(11, 0, 1).startAfter(0);
    agent.fit(env, 10);
    assertThat(agent.network().outputShapes().getFirst().last()).isEqualTo(2);
  }

  @Test
  void refuses_networks_that_do_not_match() {
    Env env = Envs.make("CartPole-v1");
    Model three = Sequential.of(input(4), dense(3));
    assertThatThrownBy(() -> Dqn.of(three).fit(env, 10))
        .hasMessageContaining("has 2 actions, so the network needs 2 outputs; its output is");
    Model wide = Sequential.of(input(5), dense(2));
    assertThatThrownBy(() -> Dqn.of(wide).fit(env, 10))
        .hasMessageContaining("have the shape (4,), the network takes (5,)");
    assertThatThrownBy(() -> Dqn.test(three, env, 1, 0)).hasMessageContaining("needs 2 outputs");
  }

  @Test
  void refuses_environments_that_it_cannot_learn_in() {
    assertThatThrownBy(() -> small(0).fit(Envs.make("Pendulum-v1"), 10))
        .hasMessageContaining("actions must be Discrete");
    assertThatThrownBy(() -> small(0).fit(Envs.make("Taxi-v4"), 10))
        .hasMessageContaining("single integers", "use QLearning");
  }

  @Test
  void refuses_settings_that_make_no_sense() {
    assertThatThrownBy(() -> Dqn.ofHidden(4).gamma(1.1)).hasMessageContaining("gamma");
    assertThatThrownBy(() -> Dqn.ofHidden(4).batchSize(0)).hasMessageContaining("batchSize");
    assertThatThrownBy(() -> Dqn.ofHidden(4).softTarget(0)).hasMessageContaining("softTarget");
    assertThatThrownBy(() -> Dqn.ofHidden(4).huber(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Dqn.ofHidden(4).prioritized(2, Annealed.constant(0)))
        .hasMessageContaining("alpha");
    assertThatThrownBy(() -> Dqn.ofHidden().duelling().fit(Envs.make("CartPole-v1"), 1))
        .hasMessageContaining("at least one hidden layer");
    assertThatThrownBy(() -> Dqn.of(Sequential.of(input(4), dense(2))).duelling())
        .hasMessageContaining("QNetworks.duelling");
    assertThatThrownBy(() -> Dqn.ofHidden(4).network()).hasMessageContaining("first fit");
    assertThatThrownBy(
            () ->
                Dqn.ofHidden(4)
                    .fit(Envs.make("CartPole-v1"), 1, AgentOptions.options().stopWhenSolved(1)))
        .hasMessageContaining("need evaluations");
    Env shared = Envs.make("CartPole-v1");
    assertThatThrownBy(() -> small(0).fit(shared, 5, AgentOptions.options().evaluate(shared, 2, 1)))
        .hasMessageContaining("is the environment of the training; give another one");
    Dqn begun = small(0);
    begun.fit(Envs.make("CartPole-v1"), 5);
    assertThatThrownBy(begun::doubleQ).hasMessageContaining("before the first training");
    assertThatThrownBy(() -> small(0).memory(2_000_000_000).fit(Envs.make("CartPole-v1"), 1))
        .hasMessageContaining("more than the heap", "remember fewer");
  }

  /** Gives no number as reward, or too few in an observation. */
  private static final class Broken extends SimpleEnv {
    private final double[] none = new double[0];

    private Broken() {
      super("Broken", Box.of(0, 1, 2), new Discrete(2));
    }

    @Override
    protected double[] variables() {
      return none;
    }

    @Override
    protected void start(Reset how, Step first) {}

    @Override
    protected void act(int action, Step next) {
      next.reward(Double.NaN);
    }
  }

  @Test
  void says_what_is_wrong_with_an_environment() {
    assertThatThrownBy(() -> small(0).fit(new Broken(), 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Broken gave the reward NaN");
    assertThatThrownBy(() -> Play.episodes(new Broken(), 1, 0, o -> 0))
        .hasMessageContaining("gave the reward NaN");
  }

  /** Begins with an observation that its space does not have. */
  private record Misleading(float... first) implements Env {
    @Override
    public Space observationSpace() {
      return Box.of(0, 1, 2);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public Step reset(Reset how) {
      Step step = new Step(first.length);
      System.arraycopy(first, 0, step.observation(), 0, first.length);
      return step;
    }

    @Override
    public String toString() {
      return "Misleading";
    }
  }

  @Test
  void says_what_is_wrong_with_an_observation() {
    assertThatThrownBy(() -> small(0).fit(new Misleading(1), 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Misleading gave an observation of 1 numbers; its space", "has 2");
    assertThatThrownBy(() -> small(0).fit(new Misleading(0, Float.NaN), 10))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Misleading gave the observation [0.0, NaN]; observations must be");
    assertThatThrownBy(() -> small(0).fit(new Misleading(Float.NEGATIVE_INFINITY, 0), 10))
        .hasMessageContaining("[-Infinity, 0.0]");
  }

  @Test
  void evaluations_take_an_environment_of_the_same_kind() {
    Env env = Envs.make("CartPole-v1");
    Env other = Envs.make("Acrobot-v1");
    assertThatThrownBy(() -> small(0).fit(env, 10, AgentOptions.options().evaluate(other, 5, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("evaluate: Acrobot has observations of", "of its kind");
  }
}
