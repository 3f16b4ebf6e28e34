// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.Envs;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.toy.CliffWalking;
import io.nyala.rl.toy.FrozenLake;
import io.nyala.rl.toy.Outcomes;
import io.nyala.rl.toy.TableEnv;
import io.nyala.rl.wrappers.TimeLimit;
import io.nyala.tensor.Tensor;
import org.junit.jupiter.api.Test;

class QLearningTest {
  private static final double GAMMA = 0.9;

  /** Returns the values of the best policy, by value iteration on the rules of the task. */
  private static double[][] values(TableEnv env, int states, int actions) {
    double[][] q = new double[states][actions];
    for (int round = 0; round < 1000; round++) {
      for (int s = 0; s < states; s++) {
        for (int a = 0; a < actions; a++) {
          q[s][a] = expected(env.outcomes(s, a), q);
        }
      }
    }
    return q;
  }

  private static double expected(Outcomes outcomes, double[]... q) {
    double sum = 0;
    for (int i = 0; i < outcomes.states().length; i++) {
      double after = 0;
      if (!outcomes.terminated()[i]) {
        after = q[outcomes.states()[i]][0];
        for (double each : q[outcomes.states()[i]]) {
          after = Math.max(after, each);
        }
      }
      sum += outcomes.probabilities()[i] * (outcomes.rewards()[i] + GAMMA * after);
    }
    return sum;
  }

  @Test
  void learns_the_values_of_the_best_policy() {
    FrozenLake env = FrozenLake.notSlippery();
    QLearning agent =
        QLearning.create().gamma(GAMMA).learningRate(0.5).policy(new EpsilonGreedy(1.0)).seed(1);
    agent.fit(new TimeLimit(env, 20), 60_000);
    double[][] expected = values(env, 16, 4);
    Tensor table = agent.table();
    assertThat(expected[0][1]).isCloseTo(Math.pow(GAMMA, 5), within(1e-9)); // 6 steps to the goal
    for (int s : new int[] {0, 1, 2, 3, 4, 6, 8, 9, 10, 13, 14}) {
      for (int a = 0; a < 4; a++) {
        assertThat((double) table.at(s, a))
            .as("%d %d", s, a)
            .isCloseTo(expected[s][a], within(1e-3));
      }
    }
    assertThat(agent.test(Envs.make("FrozenLake-v1"), 1, 0).episodes()).isEqualTo(1);
    assertThat(agent.test(new TimeLimit(env, 20), 3, 0).mean()).isEqualTo(1);
  }

  @Test
  void sarsa_keeps_away_from_the_cliff_and_q_learning_walks_along_it() {
    // Example 6.6 of Sutton and Barto: -13 along the edge; while it explores, SARSA falls less.
    QLearning q = QLearning.create().gamma(1).learningRate(0.5).seed(0);
    QLearning sarsa = QLearning.sarsa().gamma(1).learningRate(0.5).seed(0);
    AgentReport bold = q.fit(new TimeLimit(new CliffWalking(), 200), 60_000);
    AgentReport careful = sarsa.fit(new TimeLimit(new CliffWalking(), 200), 60_000);
    assertThat(careful.meanReturn(500)).isGreaterThan(bold.meanReturn(500) + 10);
    assertThat(q.test(new TimeLimit(new CliffWalking(), 200), 1, 0).mean()).isEqualTo(-13);
    assertThat(sarsa.test(new TimeLimit(new CliffWalking(), 200), 1, 0).mean())
        .isBetween(-30.0, -13.0);
  }

  @Test
  void crosses_the_slippery_lake() {
    QLearning agent =
        QLearning.create()
            .gamma(0.99)
            .learningRate(new Annealed(0.2, 0.01, 200_000))
            .policy(new EpsilonGreedy(new Annealed(1, 0.1, 100_000)))
            .seed(3);
    agent.fit(Envs.make("FrozenLake-v1"), 200_000);
    assertThat(agent.test(Envs.make("FrozenLake-v1"), 500, 0).mean()).isGreaterThan(0.68);
  }

  @Test
  void plays_blackjack_whose_observations_have_three_numbers() {
    QLearning agent = QLearning.create().gamma(1).learningRate(0.02).seed(0);
    agent.fit(Envs.make("Blackjack-v1"), 200_000);
    assertThat(agent.table().shape().dims()).containsExactly(32 * 11 * 2, 2);
    assertThat(agent.test(Envs.make("Blackjack-v1"), 5000, 0).mean()).isGreaterThan(-0.12);
  }

  @Test
  void refuses_what_it_cannot_do() {
    assertThatThrownBy(() -> QLearning.create().fit(Envs.make("CartPole-v1"), 5))
        .hasMessageContaining("needs observations of integers", "use Dqn");
    assertThatThrownBy(() -> QLearning.create().learningRate(2)).hasMessageContaining("got 2.0");
    assertThatThrownBy(() -> QLearning.create().table()).hasMessageContaining("before the first");
    QLearning agent = QLearning.create();
    agent.fit(Envs.make("Taxi-v4"), 5);
    assertThatThrownBy(() -> agent.test(Envs.make("FrozenLake-v1"), 1, 0))
        .hasMessageContaining("16 states and 4 actions, the table has 500 and 6");
    assertThatThrownBy(() -> agent.gamma(1)).hasMessageContaining("before the first training");
  }

  /** Leaves its space, or pays what is no number. */
  private static final class Strange extends SimpleEnv {
    private final double[] none = new double[0];
    private final double reward;

    private Strange(double reward) {
      super("Strange", new Discrete(3), new Discrete(2));
      this.reward = reward;
    }

    @Override
    protected double[] variables() {
      return none;
    }

    @Override
    protected void start(Reset how, Step first) {}

    @Override
    protected void act(int action, Step next) {
      next.observation()[0] = 3;
      next.reward(reward);
    }
  }

  @Test
  void says_what_is_wrong_with_an_environment() {
    assertThatThrownBy(() -> QLearning.create().fit(new Strange(Double.NaN), 5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Strange gave the reward NaN");
    assertThatThrownBy(() -> QLearning.create().fit(new Strange(1), 5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the observation 3.0 at place 0 is not in Discrete(3)");
  }
}
