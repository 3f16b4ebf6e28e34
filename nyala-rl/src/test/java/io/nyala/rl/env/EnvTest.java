// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.Envs;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Discrete;
import io.nyala.testing.Allocations;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvTest {
  static Iterable<String> ids() {
    return Envs.ids();
  }

  private static Step act(Env env, NumPyRandom random, double[] room) {
    if (env.actionSpace() instanceof Discrete discrete) {
      return env.step(discrete.draw(random));
    }
    env.actionSpace().sample(random, room);
    return env.step(room);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void refuses_steps_outside_episodes(String id) {
    Env env = Envs.make(id);
    double[] room = new double[env.actionSpace().size()];
    assertThatThrownBy(() -> act(env, new NumPyRandom(0), room))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("call reset() before step()");
    Step step = env.reset(Reset.seed(1));
    NumPyRandom random = new NumPyRandom(2);
    for (int i = 0; i < 100_000 && !step.ended(); i++) {
      step = act(env, random, room);
    }
    if (step.ended()) {
      assertThatThrownBy(() -> act(env, random, room))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("call reset() before the next step");
    }
    assertThat(env.reset().ended()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void refuses_actions_outside_the_space(String id) {
    Env env = Envs.make(id);
    env.reset(Reset.seed(0));
    if (env.actionSpace() instanceof Discrete discrete) {
      assertThatThrownBy(() -> env.step(discrete.n()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("action %d is not in the action space Discrete", discrete.n());
      assertThatThrownBy(() -> env.step(-1)).hasMessageContaining("action -1");
      assertThatThrownBy(() -> env.step(new double[] {0.5})).hasMessageContaining("[0.5]");
      assertThatThrownBy(() -> env.step(new double[2])).hasMessageContaining("[0.0, 0.0]");
      assertThatThrownBy(() -> env.step(null)).hasMessage("action must not be null");
    } else {
      assertThatThrownBy(() -> env.step(0)).hasMessageContaining("give an array of numbers");
      assertThatThrownBy(() -> env.step(new double[] {Double.NaN})).hasMessageContaining("NaN");
      assertThatThrownBy(() -> env.step(new double[3])).hasMessageContaining("[0.0, 0.0, 0.0]");
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void goes_on_from_a_state(String id) {
    Env env = Envs.make(id);
    NumPyRandom random = new NumPyRandom(4);
    double[] room = new double[env.actionSpace().size()];
    Step step = env.reset(Reset.seed(9));
    for (int i = 0; i < 7; i++) {
      step = step.ended() ? env.reset() : act(env, random, room);
    }
    Map<String, Object> state = env.state();
    Env other = Envs.make(id);
    other.restore(state);
    NumPyRandom same = new NumPyRandom(0);
    same.restore(random.state());
    boolean ended = step.ended();
    for (int i = 0; i < 300; i++) {
      Step here = ended ? env.reset() : act(env, random, room);
      Step there = ended ? other.reset() : act(other, same, room);
      assertThat(there.observation()).containsExactly(here.observation());
      assertThat(there.reward()).isEqualTo(here.reward());
      ended = here.ended();
      assertThat(there.ended()).isEqualTo(ended);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1",
        "MountainCar-v0",
        "Pendulum-v1",
        "Acrobot-v1",
        "Taxi-v4",
        "LunarLander-v3",
        "LunarLanderContinuous-v3"
      })
  void a_step_allocates_nothing(String id) {
    Env env = Envs.make(id);
    NumPyRandom random = new NumPyRandom(4);
    double[] room = new double[env.actionSpace().size()];
    Step[] step = {env.reset(Reset.seed(9))};
    Runnable body = () -> step[0] = step[0].ended() ? env.reset() : act(env, random, room);
    double bytes = Double.MAX_VALUE;
    for (int i = 0; i < 5 && bytes > 0; i++) {
      bytes = Allocations.perRun(20_000, 20_000, body);
    }
    assertThat(bytes).isLessThan(0.01);
  }

  @Test
  void refuses_what_cannot_begin() {
    Env env = Envs.make("CartPole-v1");
    assertThatThrownBy(() -> Reset.seed(-3)).hasMessageContaining("at least 0, got -3");
    assertThatThrownBy(() -> env.reset(Reset.seed(1).with("lo", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reset has no option \"lo\"; did you mean \"low\"?");
    assertThatThrownBy(() -> env.reset(Reset.seed(1).with("low", 2)))
        .hasMessageContaining("low (2.0) must be at most high (0.05)");
    assertThatThrownBy(() -> Envs.make("CartPole-v7")).hasMessageContaining("CartPole-v1");
    assertThatThrownBy(() -> Envs.register(Envs.spec("Taxi-v4"))).hasMessageContaining("already");
    assertThatThrownBy(() -> env.restore(Map.of())).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> env.reset().info().get("prob")).hasMessageContaining("\"prob\"");
  }
}
