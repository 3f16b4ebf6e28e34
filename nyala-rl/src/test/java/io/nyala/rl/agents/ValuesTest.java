// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.env.Env;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.wrappers.TimeLimit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the switches, an agent learns the values that can be written down. */
class ValuesTest {
  private static final double GAMMA = 0.8;
  private static final int STATES = 3;

  /** Returns an agent with the switches that a string names. */
  private static Dqn agent(String switches) {
    List<String> on = List.of(switches.split(" "));
    Dqn agent = on.contains("duelling") ? Dqn.ofHidden(16).duelling() : Dqn.ofHidden();
    agent
        .optimizer(adam(0.01))
        .gamma(GAMMA)
        .huber(Double.POSITIVE_INFINITY)
        .memory(500)
        .startAfter(100)
        .train(1, 1)
        .steps(on.contains("3-step") ? 3 : on.contains("2-step") ? 2 : 1)
        .targetEvery(20)
        .seed(5);
    if (on.contains("prioritized")) {
      agent.prioritized(0.6, new Annealed(0.4, 1, 3000));
    }
    if (on.contains("double")) {
      agent.doubleQ();
    }
    if (on.contains("noisy")) {
      agent.noisy(0.1);
    }
    if (on.contains("categorical")) {
      agent.categorical(51, 0, 20);
    }
    return agent.policy(new EpsilonGreedy(1.0));
  }

  private static void check(Dqn agent, Chain chain, Env env) {
    agent.fit(env, 6000);
    float[] row = new float[STATES];
    float[] values = new float[2];
    for (int state = 0; state < STATES; state++) {
      Arrays.fill(row, 0);
      row[state] = 1;
      agent.network().predictor().predict(row, values);
      for (float value : values) {
        assertThat((double) value).isCloseTo(chain.value(state, GAMMA), within(0.1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "3-step",
        "prioritized",
        "double",
        "duelling",
        "noisy",
        "2-step prioritized double duelling",
        "categorical",
        "categorical 3-step",
        "categorical prioritized",
        "categorical noisy",
        "categorical 2-step prioritized double duelling noisy"
      })
  void the_end_of_the_task_is_worth_nothing(String switches) {
    Chain chain = new Chain(STATES, true); // values 4.52, 4.4, 3
    check(agent(switches), chain, chain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "3-step",
        "prioritized",
        "double",
        "noisy",
        "2-step prioritized double duelling",
        "categorical",
        "categorical 3-step",
        "categorical 2-step prioritized double duelling noisy"
      })
  void a_limit_of_steps_is_not_the_end(String switches) {
    Chain chain = new Chain(STATES, false); // values about 9.3, 10.3, 10.4
    check(agent(switches), chain, new TimeLimit(chain, 4));
  }
}
