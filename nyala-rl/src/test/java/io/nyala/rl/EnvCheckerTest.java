// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvCheckerTest {
  /** An environment with a choice of faults. */
  private static final class Faulty extends SimpleEnv {
    private final double[] variables = new double[1];
    private final String fault;
    private final Random own = new Random();

    private Faulty(String fault) {
      super("faulty", Box.of(0, 1, 1), new Discrete(2));
      this.fault = fault;
    }

    @Override
    protected double[] variables() {
      return variables;
    }

    @Override
    protected void start(Reset how, Step first) {
      first.observation()[0] = 0;
      first.terminated("ends".equals(fault));
    }

    @Override
    protected void act(int action, Step next) {
      next.reward("reward".equals(fault) ? Double.NaN : 1);
      next.observation()[0] =
          switch (fault) {
            case "outside" -> 2;
            case "random" -> own.nextFloat();
            default -> random().nextInt() & 1;
          };
    }
  }

  @Test
  void every_environment_of_ours_is_sound() {
    for (String id : Envs.ids()) {
      assertThat(EnvChecker.examine(Envs.make(id))).as(id).isEmpty();
    }
  }

  @Test
  void finds_faults() {
    assertThat(EnvChecker.examine(new Faulty("none"))).isEmpty();
    assertThat(EnvChecker.examine(new Faulty("outside")))
        .singleElement()
        .asString()
        .contains("observation [2.0], which is not in the observation space Box(0.0, 1.0, (1,))");
    assertThat(EnvChecker.examine(new Faulty("reward")))
        .singleElement()
        .isEqualTo("step() returns the reward NaN");
    assertThat(EnvChecker.examine(new Faulty("random")))
        .singleElement()
        .asString()
        .contains("same seed and actions give another observation", "reset(seed)");
    assertThatThrownBy(() -> EnvChecker.check(new Faulty("ends")))
        .hasMessage("faulty: reset() returns the end of an episode");
  }

  @Test
  void a_misspelt_name_is_answered_with_the_nearest() {
    assertThatThrownBy(() -> Envs.make("CartPol-v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "there is no environment \"CartPol-v1\"; did you mean \"CartPole-v1\"");
  }
}
