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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the switches, an agent learns the values that can be written down. */
class ValuesTest {
  private static final double GAMMA = 0.8;
  private static final int STATES = 3;

  private static Dqn agent(int steps, boolean prioritized, boolean doubleQ, boolean duelling) {
    Dqn agent = duelling ? Dqn.ofHidden(16).duelling() : Dqn.ofHidden();
    agent
        .optimizer(adam(0.01))
        .gamma(GAMMA)
        .huber(Double.POSITIVE_INFINITY)
        .memory(500)
        .startAfter(100)
        .train(1, 1)
        .steps(steps)
        .policy(new EpsilonGreedy(1.0))
        .targetEvery(20)
        .seed(5);
    if (prioritized) {
      agent.prioritized(0.6, new Annealed(0.4, 1, 3000));
    }
    return doubleQ ? agent.doubleQ() : agent;
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
  @CsvSource({
    "1, false, false, false",
    "3, false, false, false",
    "1, true, false, false",
    "1, false, true, false",
    "1, false, false, true",
    "2, true, true, true"
  })
  void the_end_of_the_task_is_worth_nothing(
      int steps, boolean prioritized, boolean doubleQ, boolean duelling) {
    Chain chain = new Chain(STATES, true); // values 4.52, 4.4, 3
    check(agent(steps, prioritized, doubleQ, duelling), chain, chain);
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, false, false",
    "3, false, false, false",
    "1, true, false, false",
    "1, false, true, false",
    "2, true, true, true"
  })
  void a_limit_of_steps_is_not_the_end(
      int steps, boolean prioritized, boolean doubleQ, boolean duelling) {
    Chain chain = new Chain(STATES, false); // values about 9.3, 10.3, 10.4
    check(agent(steps, prioritized, doubleQ, duelling), chain, new TimeLimit(chain, 4));
  }
}
