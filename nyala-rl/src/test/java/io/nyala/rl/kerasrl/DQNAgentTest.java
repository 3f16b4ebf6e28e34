// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.kerasrl;

import static io.nyala.activations.Activations.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.env.Env;
import org.junit.jupiter.api.Test;

class DQNAgentTest {
  private static final String ID = "CartPole-v1";

  @Test
  void learns_as_the_book_writes_it() {
    // snippet:agents-kerasrl
    Model model =
        Sequential.of(
            input(4),
            dense(16).activation(RELU),
            dense(16).activation(RELU),
            dense(16).activation(RELU),
            dense(2));
    DQNAgent dqn =
        new DQNAgent(model, 2)
            .memory(new SequentialMemory(50_000, 1))
            .policy(Policies.linearAnnealedEpsGreedy(1, 0.1, 10_000))
            .nbStepsWarmup(10)
            .targetModelUpdate(1e-2);
    dqn.compile(adam(1e-3));
    AgentReport report = dqn.fit(Envs.make("CartPole-v1"), 20_000);
    Returns returns = dqn.test(Envs.make("CartPole-v1"), 5);
    // end:agents-kerasrl
    assertThat(report.steps()).isEqualTo(20_000);
    assertThat(returns.mean()).isGreaterThan(60); // at random 22
  }

  @Test
  void a_window_shows_several_observations() {
    Model model = Sequential.of(input(3, 4), flatten(), dense(8).activation(RELU), dense(2));
    DQNAgent dqn =
        new DQNAgent(model, 2)
            .memory(new SequentialMemory(1000, 3))
            .policy(Policies.maxBoltzmannQPolicy(0.5, 1))
            .nbStepsWarmup(50)
            .deltaClip(1)
            .enableDoubleDqn(false)
            .targetModelUpdate(100)
            .compile(adam(1e-3));
    dqn.fit(Envs.make(ID), 300);
    assertThat(dqn.test(Envs.make(ID), 2).mean()).isPositive();
  }

  @Test
  void refuses_what_does_not_fit() {
    Model model = Sequential.of(input(4), dense(2));
    assertThatThrownBy(() -> new DQNAgent(model, 3))
        .hasMessageContaining("one output for each of 3 actions");
    Env env = Envs.make(ID);
    assertThatThrownBy(() -> new DQNAgent(model, 2).fit(env, 10))
        .hasMessageContaining("call compile(optimizer) first");
    assertThatThrownBy(() -> new SequentialMemory(0, 1)).hasMessageContaining("got 0 and 1");
    assertThatThrownBy(
            () ->
                new DQNAgent(model, 2)
                    .memory(new SequentialMemory(100, 2))
                    .compile(adam())
                    .fit(env, 10))
        .hasMessageContaining("have the shape (2, 4), the network takes (4,)");
  }
}
