// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.spaces.Box;
import org.junit.jupiter.api.Test;

class SimpleEnvTest {
  /** Pushes a point to and fro. */
  private static final class Point extends SimpleEnv {
    private final double[] place = new double[1];

    private Point() {
      super("Point", Box.of(-10, 10, 1), Box.of(-1, 1, 1));
    }

    @Override
    protected double[] variables() {
      return place;
    }

    @Override
    protected void start(Reset how, Step first) {
      place[0] = random().uniform(-1, 1);
      first.observation()[0] = (float) place[0];
    }

    @Override
    protected void act(double[] action, Step next) {
      place[0] += action[0];
      next.observation()[0] = (float) place[0];
      next.reward(-Math.abs(place[0])).terminated(Math.abs(place[0]) > 3);
    }
  }

  @Test
  void refuses_numbers_outside_the_action_space() {
    Env env = new Point();
    env.reset(Reset.seed(0));
    assertThatThrownBy(() -> env.step(new double[] {1.5}))
        .hasMessage("Point: action [1.5] is not in the action space Box(-1.0, 1.0, (1,))");
    assertThat(env.step(new double[] {1}).ended()).isFalse();
  }

  @Test
  void without_a_seed_episodes_begin_anywhere() {
    Env env = new Point();
    float first = env.reset().observation()[0];
    assertThat(env.reset().observation()[0]).isNotEqualTo(first);
    assertThat(env.reset(Reset.seed(4)).observation()[0])
        .isEqualTo(env.reset(Reset.seed(4)).observation()[0]);
  }
}
