// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.toy.Taxi;
import io.nyala.rl.wrappers.TimeLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole episodes beside those of Gymnasium. */
class GymnasiumTest {
  private static final double PRECISION = 1e-12;

  /** Sine and cosine may differ in the last bit, which an unstable motion makes larger. */
  private static final double AFTER_MANY_STEPS = 1e-9;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Acrobot-v1",
        "Pendulum-v1"
      })
  void begins_as_in_gymnasium(String id) {
    Env env = Envs.make(id);
    SimpleEnv inside = (SimpleEnv) env.unwrapped();
    List<List<Object>> starts = Golden.rows(((Map<?, ?>) classic(id)).get("starts"));
    assertThat(starts).hasSize(100);
    for (int seed = 0; seed < starts.size(); seed++) {
      env.reset(Reset.seed(seed));
      double[] expected = Golden.doubles(starts.get(seed));
      assertThat(inside.currentVariables()).as("seed %d", seed).startsWith(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Acrobot-v1",
        "Pendulum-v1"
      })
  void moves_as_in_gymnasium(String id) {
    Env env = Envs.make(id);
    SimpleEnv inside = (SimpleEnv) env.unwrapped();
    env.reset(Reset.seed(5));
    List<List<Object>> course = Golden.rows(((Map<?, ?>) classic(id)).get("course"));
    for (List<Object> row : course) {
      Step step;
      if ("reset".equals(row.get(0))) {
        step = env.reset();
      } else if (row.get(0) instanceof List<?> action) {
        step = env.step(Golden.doubles(action));
      } else {
        step = env.step((int) Golden.number(row.get(0)));
      }
      close(inside.currentVariables(), Golden.doubles(row.get(1)));
      double[] observation = Golden.doubles(row.get(2));
      for (int i = 0; i < observation.length; i++) {
        assertThat((double) step.observation()[i]).isCloseTo(observation[i], within(1e-6));
      }
      if (row.size() > 3) {
        assertThat(step.reward()).isCloseTo(Golden.number(row.get(3)), within(AFTER_MANY_STEPS));
        assertThat(step.terminated()).isEqualTo(Golden.number(row.get(4)) == 1);
        assertThat(step.truncated()).isEqualTo(Golden.number(row.get(5)) == 1);
      }
    }
  }

  private static Object classic(String id) {
    return Golden.object("classic").get(id);
  }

  private static void close(double[] actual, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      double most = AFTER_MANY_STEPS * Math.max(1, Math.abs(expected[i]));
      assertThat(actual[i]).isCloseTo(expected[i], within(most));
    }
  }

  @Test
  void docstring_of_cart_pole() {
    // >>> env.reset(seed=123, options={"low": -0.1, "high": 0.1})
    Step first =
        Envs.make("CartPole-v1").reset(Reset.seed(123).with("low", -0.1).with("high", 0.1));
    assertThat(first.observation())
        .usingComparatorWithPrecision(1e-8f)
        .containsExactly(0.03647037f, -0.0892358f, -0.05592803f, -0.06312564f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FrozenLake-v1",
        "FrozenLake8x8-v1",
        "CliffWalking-v1",
        "CliffWalkingSlippery-v1",
        "Taxi-v4",
        "Taxi-v4 rainy fickle",
        "Blackjack-v1"
      })
  void plays_as_in_gymnasium(String id) {
    Env env = id.endsWith("fickle") ? new TimeLimit(new Taxi(true, true), 200) : Envs.make(id);
    int ends = 0;
    for (List<Object> row : Golden.rows(Golden.object("toy").get(id))) {
      if ("seed".equals(row.get(0))) {
        Step step = env.reset(Reset.seed((long) Golden.number(row.get(1))));
        same(step, row.get(2));
      } else if ("reset".equals(row.get(0))) {
        same(env.reset(), row.get(1));
      } else {
        Step step = env.step((int) Golden.number(row.get(0)));
        same(step, row.get(1));
        assertThat(step.reward()).isEqualTo(Golden.number(row.get(2)));
        assertThat(step.terminated()).isEqualTo(Golden.number(row.get(3)) == 1);
        assertThat(step.truncated()).isEqualTo(Golden.number(row.get(4)) == 1);
        if (step.info().has("prob")) {
          assertThat(step.info().get("prob"))
              .isCloseTo(Golden.number(row.get(5)), within(PRECISION));
        }
        ends += step.ended() ? 1 : 0;
      }
    }
    assertThat(ends + (id.startsWith("Cliff") ? 1 : 0)).isPositive();
  }

  private static void same(Step step, Object expected) {
    double[] numbers =
        expected instanceof List<?>
            ? Golden.doubles(expected)
            : new double[] {Golden.number(expected)};
    for (int i = 0; i < numbers.length; i++) {
      assertThat(step.observation()[i]).isEqualTo((float) numbers[i]);
    }
  }
}
