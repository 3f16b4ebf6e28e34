// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.Envs;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.rl.spaces.Space;
import io.nyala.testing.Allocations;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorEnvTest {
  private static final int COUNT = 7;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "CartPole-v0",
        "MountainCar-v0",
        "Taxi-v4",
        "MinAtar/Breakout-v0",
        "MinAtar/Breakout-v1",
        "MinAtar/Asterix-v0"
      })
  void is_as_many_single_environments(String id) {
    VectorEnv all = Envs.makeVector(id, COUNT);
    Env[] single = new Env[COUNT];
    double[] returns = new double[COUNT];
    int[] lengths = new int[COUNT];
    int size = all.observationSpace().size();
    VectorStep step = all.reset(40);
    for (int i = 0; i < COUNT; i++) {
      single[i] = Envs.make(id);
      assertThat(row(step.observations(), i, size))
          .containsExactly(single[i].reset(Reset.seed(40 + i)).observation());
    }
    NumPyRandom random = new NumPyRandom(0);
    int[] actions = new int[COUNT];
    int ends = 0;
    for (int t = 0; t < 1200; t++) {
      Arrays.setAll(actions, i -> ((Discrete) all.actionSpace()).draw(random));
      step = all.step(actions);
      int endsHere = 0;
      for (int i = 0; i < COUNT; i++) {
        Step one = single[i].step(actions[i]);
        returns[i] += one.reward();
        lengths[i]++;
        assertThat(row(step.finalObservations(), i, size)).containsExactly(one.observation());
        assertThat(step.rewards()[i]).isEqualTo(one.reward());
        assertThat(step.terminated()[i]).isEqualTo(one.terminated());
        assertThat(step.truncated()[i]).isEqualTo(one.truncated());
        assertThat(step.returns()[i]).isEqualTo(returns[i]);
        assertThat(step.lengths()[i]).isEqualTo(lengths[i]);
        if (one.ended()) {
          one = single[i].reset();
          returns[i] = 0;
          lengths[i] = 0;
          endsHere++;
        }
        assertThat(row(step.observations(), i, size)).containsExactly(one.observation());
      }
      assertThat(step.endedCount()).isEqualTo(endsHere);
      ends += endsHere;
    }
    assertThat(ends).isGreaterThan(5);
  }

  private static float[] row(float[] rows, int i, int size) {
    return Arrays.copyOfRange(rows, i * size, i * size + size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "Taxi-v4", "MinAtar/Breakout-v1"})
  void goes_on_from_a_state(String id) {
    VectorEnv env = Envs.makeVector(id, COUNT);
    VectorEnv other = Envs.makeVector(id, COUNT);
    int size = env.observationSpace().size();
    NumPyRandom random = new NumPyRandom(0);
    int[] actions = new int[COUNT];
    VectorStep step = env.reset(3);
    for (int t = 0; t < 500 || step.endedCount() == 0 && id.startsWith("Cart"); t++) {
      Arrays.setAll(actions, i -> ((Discrete) env.actionSpace()).draw(random));
      step = env.step(actions);
    }
    VectorStep there = other.restore(env.state());
    assertThat(there.observations()).containsExactly(step.observations());
    for (int t = 0; t < 500; t++) {
      Arrays.setAll(actions, i -> ((Discrete) env.actionSpace()).draw(random));
      step = env.step(actions);
      there = other.step(actions);
      assertThat(there.finalObservations()).containsExactly(step.finalObservations());
      assertThat(there.returns()).containsExactly(step.returns());
      assertThat(there.truncated()).containsExactly(step.truncated());
      assertThat(row(there.observations(), COUNT - 1, size))
          .containsExactly(row(step.observations(), COUNT - 1, size));
    }
    assertThatThrownBy(() -> Envs.makeVector(id, 2).restore(env.state()))
        .hasMessageContaining("other environments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "MinAtar/Breakout-v0"})
  void a_step_of_many_allocates_nothing(String id) {
    VectorEnv env = Envs.makeVector(id, 64);
    env.reset(0);
    int[] actions = new int[64];
    Random random = new Random(0);
    Runnable body =
        () -> {
          for (int i = 0; i < actions.length; i++) {
            actions[i] = random.nextInt(2);
          }
          env.step(actions);
        };
    double bytes = Double.MAX_VALUE;
    for (int i = 0; i < 5 && bytes > 0; i++) {
      bytes = Allocations.perRun(2000, 2000, body);
    }
    assertThat(bytes).isLessThan(0.1);
  }

  @Test
  void refuses_what_cannot_be_done() {
    VectorEnv env = Envs.makeVector("CartPole-v1", 2);
    assertThatThrownBy(() -> env.step(new int[2])).hasMessageContaining("call reset(seed)");
    env.reset(0);
    assertThatThrownBy(() -> env.step(new int[3])).hasMessageContaining("2 actions are needed");
    assertThatThrownBy(() -> env.step(new int[] {0, 2}))
        .hasMessageContaining("action 2 of environment 1 is not in the action space Discrete(2)");
    assertThatThrownBy(() -> env.step(new int[] {-1, 0})).hasMessageContaining("action -1");
    assertThatThrownBy(() -> Envs.makeVector("CartPole-v1", 0)).hasMessageContaining("got 0");
    VectorEnv pendulums = Envs.makeVector("Pendulum-v1", 2);
    assertThatThrownBy(() -> pendulums.step(new double[2])).hasMessageContaining("call reset");
    pendulums.reset(0);
    assertThatThrownBy(() -> pendulums.step(new double[3]))
        .hasMessageContaining("2 actions of 1 numbers are needed, got 3 numbers");
    assertThatThrownBy(() -> pendulums.step(new int[2])).hasMessageContaining("rows of numbers");
    assertThatThrownBy(() -> env.step(new double[2]))
        .hasMessageContaining("one integer per environment");
  }

  @Test
  void acts_with_rows_of_numbers_as_single_environments_do() {
    VectorEnv envs = Envs.makeVector("Pendulum-v1", 2);
    Env second = Envs.make("Pendulum-v1");
    VectorStep all = envs.reset(3);
    Step one = second.reset(Reset.seed(4));
    for (int t = 0; t < 250; t++) {
      if (one.ended()) {
        one = second.reset();
      }
      assertThat(Arrays.copyOfRange(all.observations(), 3, 6)).isEqualTo(one.observation());
      all = envs.step(new double[] {0.5, Math.sin(t)});
      one = second.step(new double[] {Math.sin(t)});
      assertThat(all.rewards()[1]).isEqualTo(one.reward());
      assertThat(all.truncated()[1]).isEqualTo(one.truncated());
      assertThat(Arrays.copyOfRange(all.finalObservations(), 3, 6)).isEqualTo(one.observation());
    }
  }

  /** Begins with an observation that its space does not have. */
  private record Misleading(int numbers) implements Env {
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
      return new Step(numbers);
    }

    @Override
    public String toString() {
      return "Misleading";
    }
  }

  @Test
  void says_what_is_wrong_with_an_observation() {
    for (int numbers : new int[] {1, 3}) {
      VectorEnv env = new SerialVectorEnv(1, () -> new Misleading(numbers));
      assertThatThrownBy(() -> env.reset(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(
              "Misleading of", "gave an observation of " + numbers + " numbers; its")
          .hasMessageContaining("has 2");
    }
  }
}
