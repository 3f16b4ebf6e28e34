// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import static io.nyala.activations.Activations.TANH;
import static io.nyala.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentCallback;
import io.nyala.rl.agents.AgentDoctor;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Chain;
import io.nyala.rl.env.Env;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.wrappers.TimeLimit;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffPolicyTest {
  private static final double GAMMA = 0.8;

  private static OffPolicyAgent<?> agent(String name, int... hidden) {
    return name.equals("Sac") ? Sac.ofHidden(hidden).entropy(0) : Td3.ofHidden(hidden);
  }

  private static double value(OffPolicyAgent<?> agent, int critic, Tensor observation, double at) {
    Tensor action = Tensor.of(Shape.of(1, 1), new float[] {(float) at});
    return agent.critic(critic).predict(List.of(observation, action)).getFirst().floats()[0];
  }

  /** Both critics learn values that can be written down; a limit of steps is not the end. */
  @ParameterizedTest
  @CsvSource({"Sac, true", "Sac, false", "Td3, true", "Td3, false"})
  void critics_learn_the_values_of_a_chain(String name, boolean ends) {
    Chain chain = new Chain(3, ends, Box.of(-1, 1, 1));
    Env env = ends ? chain : new TimeLimit(chain, 4);
    OffPolicyAgent<?> agent =
        agent(name, 16)
            .gamma(GAMMA)
            .learningRate(1e-2)
            .batchSize(32)
            .memory(500)
            .softTarget(0.05)
            .seed(2);
    agent.fit(env, 3000);
    for (int state = 0; state < 3; state++) {
      float[] row = new float[3];
      row[state] = 1;
      for (int critic = 0; critic < 2; critic++) {
        assertThat(value(agent, critic, Tensor.of(Shape.of(1, 3), row), 0.1))
            .isCloseTo(chain.value(state, GAMMA), within(0.25));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"Sac", "Td3"})
  void finds_the_best_action_of_a_bandit(String name) {
    OffPolicyAgent<?> agent =
        agent(name, 32).learningRate(3e-3).batchSize(64).memory(3000).startAfter(500).seed(1);
    agent.fit(new Bandit(), 2500);
    double[] action = new double[1];
    agent.greedy().accept(new float[] {1}, action);
    assertThat(action[0]).isCloseTo(Bandit.BEST, within(0.1));
    Tensor one = Tensor.of(Shape.of(1, 1), new float[] {1});
    // Actions of 0 to 2 are -1 to 1 inside.
    assertThat(value(agent, 0, one, 0.3)).isCloseTo(0, within(0.03));
    assertThat(value(agent, 1, one, 0)).isCloseTo(-0.09, within(0.05));
    assertThat(agent.test(new Bandit(), 3, 0).mean()).isBetween(-0.01, 0.0);
  }

  /**
   * Where the reward is minus a square, the best policy for a coefficient alpha is normal with the
   * variance alpha / 2.
   */
  @Test
  void the_coefficient_of_the_entropy_says_how_random_the_policy_is() {
    Sac agent =
        Sac.ofHidden(32).entropy(0.02).learningRate(3e-3).batchSize(128).startAfter(300).seed(1);
    agent.memory(3000).fit(new Bandit(), 5000);
    float[] outputs = agent.actor().predictor().predict(1);
    double slope = 1 - Math.pow(Math.tanh(outputs[0]), 2);
    assertThat(slope * Math.exp(outputs[1])).isCloseTo(0.1, within(0.025));
  }

  @Test
  void the_coefficient_sets_itself_to_keep_the_entropy() {
    List<Map<String, Double>> epochs = new ArrayList<>();
    AgentCallback watch =
        new AgentCallback() {
          @Override
          public void onEpoch(long step, Map<String, Double> measures) {
            epochs.add(measures);
          }
        };
    Sac agent = Sac.ofHidden(32).learningRate(3e-3).batchSize(128).startAfter(100).memory(4000);
    AgentDoctor doctor = new AgentDoctor();
    agent
        .seed(1)
        .fit(new Bandit(), 5000, AgentOptions.options().epoch(500).callbacks(watch, doctor));
    assertThat(epochs.getFirst().get("alpha")).isGreaterThan(0.3);
    assertThat(epochs.getLast().get("alpha")).isBetween(0.005, 0.2);
    assertThat(epochs.getLast().get("log_density")).isCloseTo(1, within(0.3)); // entropy -1
    assertThat(epochs.getLast()).containsKeys("loss", "actor_loss", "q", "td_error");
    assertThat(doctor.findings()).isEmpty();
  }

  @Test
  void learns_with_networks_of_ones_own() {
    ActorNetworks networks =
        new ActorNetworks() {
          @Override
          public Value actor(Value observation, int outputs) {
            return dense(outputs).apply(dense(8).activation(TANH).apply(observation));
          }

          @Override
          public Value critic(Value observation, Value action) {
            Value seen = dense(8).activation(TANH).apply(observation);
            return dense(1).apply(Ops.concatenate(List.of(seen, action), 1));
          }
        };
    AgentReport report =
        Sac.of(networks)
            .batchSize(8)
            .memory(500)
            .fit(
                Envs.make("Pendulum-v1"),
                400,
                AgentOptions.options().evaluate(Envs.make("Pendulum-v1"), 200, 1).keepBest());
    assertThat(report.evaluations()).hasSize(2);
    assertThat(report.episodes()).hasSize(2);
  }

  @Test
  void swings_the_pendulum_up() {
    Sac agent = Sac.ofHidden(64, 64).learningRate(2e-3).batchSize(64).memory(5000).seed(1);
    agent.fit(Envs.make("Pendulum-v1"), 5000);
    assertThat(agent.test(Envs.make("Pendulum-v1"), 20, 100).mean()).isGreaterThan(-450);
  }

  @Test
  void refuses_what_it_cannot_do() {
    assertThatThrownBy(() -> Sac.ofHidden(4).fit(Envs.make("CartPole-v1"), 10))
        .hasMessageContaining("Sac: actions must be a Box, those of", "use Dqn or Ppo");
    assertThatThrownBy(() -> Td3.ofHidden(4).actor()).hasMessageContaining("first fit");
    assertThatThrownBy(() -> Td3.ofHidden(4).softTarget(2)).hasMessageContaining("got 2");
    assertThatThrownBy(() -> Sac.ofHidden(4).entropy(-1)).hasMessageContaining("Sac");
    ActorNetworks wrong =
        new ActorNetworks() {
          @Override
          public Value actor(Value observation, int outputs) {
            return dense(5).apply(observation);
          }

          @Override
          public Value critic(Value observation, Value action) {
            return dense(1).apply(observation);
          }
        };
    assertThatThrownBy(() -> Sac.of(wrong).fit(Envs.make("Pendulum-v1"), 10))
        .hasMessageContaining("the actor needs 2 outputs; its output is");
    Sac begun = Sac.ofHidden(4).memory(100);
    begun.fit(Envs.make("Pendulum-v1"), 8);
    assertThatThrownBy(() -> begun.gamma(1)).hasMessageContaining("before the first training");
    assertThatThrownBy(() -> begun.fit(Envs.make("MountainCarContinuous-v0"), 8))
        .hasMessageContaining("unlike the environment in which the training began");
    assertThatThrownBy(
            () ->
                begun.fit(
                    Envs.make("Pendulum-v1"),
                    8,
                    AgentOptions.options().evaluate(Envs.make("MountainCarContinuous-v0"), 8, 1)))
        .hasMessageContaining("of its kind");
  }
}
