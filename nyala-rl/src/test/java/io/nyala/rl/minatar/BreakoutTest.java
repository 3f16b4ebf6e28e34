// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.Envs;
import io.nyala.rl.agents.Play;
import io.nyala.rl.agents.Returns;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of MinAtar's Breakout, one by one, and what random play brings. */
class BreakoutTest {
  private static final double ALL = (1L << 30) - 1;

  /**
   * From a ball at (x, y) with a way, and a paddle, to what a step without moving makes of it.
   * Bricks are row by row from the row 1; a ball in a free field meets none.
   */
  @ParameterizedTest
  @CsvSource({
    // x, y, way, paddle, struck, wall | x, y, way, reward, ends
    "5, 6, 0, 0, 0, 1, 4, 5, 0, 0, false", // flies up to the left
    "5, 6, 1, 0, 0, 1, 6, 5, 1, 0, false",
    "5, 6, 2, 0, 0, 1, 6, 7, 2, 0, false",
    "5, 6, 3, 0, 0, 1, 4, 7, 3, 0, false",
    "0, 6, 0, 0, 0, 1, 0, 5, 1, 0, false", // the wall on the left
    "9, 6, 2, 0, 0, 1, 9, 7, 3, 0, false", // the wall on the right
    "5, 0, 0, 0, 0, 0, 4, 0, 3, 0, false", // the ceiling
    "1, 2, 0, 0, 0, 1, 0, 2, 3, 1, false", // breaks the brick at (0, 1)
    "1, 2, 0, 0, 1, 1, 0, 1, 0, 0, false", // flies through after a hit
    "5, 8, 2, 5, 0, 1, 6, 8, 1, 0, false", // above the paddle: back up
    "5, 8, 2, 6, 0, 1, 6, 8, 0, 0, false", // at its side: back where it came from
    "5, 8, 2, 4, 0, 1, 6, 9, 2, 0, true", // gets past
  })
  void rules(
      int x,
      int y,
      int way,
      int paddle,
      int struck,
      long wall,
      int toX,
      int toY,
      int toWay,
      double reward,
      boolean ends) {
    Breakout game = new Breakout(GameOptions.withFewActions());
    game.reset(Reset.seed(1));
    game.setVariables(x, y, way, x, y, paddle, struck, wall, 0);
    Step step = game.step(0);
    double[] v = game.currentVariables();
    assertThat(v[0]).isEqualTo(toX);
    assertThat(v[1]).isEqualTo(toY);
    assertThat(v[2]).isEqualTo(toWay);
    assertThat(v[3]).isEqualTo(x);
    assertThat(v[4]).isEqualTo(y);
    assertThat(step.reward()).isEqualTo(reward);
    assertThat(step.terminated()).isEqualTo(ends);
    assertThat(v[7]).isEqualTo(reward == 1 ? 0 : wall);
    assertThat(step.observation()[(toY * 10 + toX) * 4 + 1]).isEqualTo(1);
    assertThat(step.observation()[(y * 10 + x) * 4 + 2]).isEqualTo(1);
    assertThat(step.observation()[(90 + paddle) * 4]).isEqualTo(1);
  }

  @Test
  void new_bricks_come_when_the_ball_is_below_and_none_are_left() {
    Breakout game = new Breakout(GameOptions.withFewActions());
    game.reset(Reset.seed(1));
    game.setVariables(5, 7, 2, 5, 7, 6, 0, 0, 0);
    game.step(0);
    assertThat(game.currentVariables()[7]).isZero();
    game.step(0);
    assertThat(game.currentVariables()[7]).isEqualTo(ALL);
  }

  @Test
  void the_paddle_moves_and_sometimes_does_as_before() {
    Breakout game = new Breakout(GameOptions.withAllActions());
    game.reset(Reset.seed(2));
    int repeated = 0;
    for (int i = 0; i < 10_000; i++) {
      game.setVariables(5, 5, 2, 5, 5, 5, 0, 1, 1); // the action before was: left
      game.step(3); // right
      double place = game.currentVariables()[5];
      assertThat(place).isIn(4.0, 6.0);
      repeated += place == 4 ? 1 : 0;
    }
    assertThat(repeated / 10_000.0).isCloseTo(0.1, within(0.01));
  }

  @Test
  void begins_on_either_side() {
    Env game = Envs.make("MinAtar/Breakout-v1");
    List<Integer> starts = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      float[] cells = game.reset(Reset.seed(seed)).observation();
      starts.add(cells[(30 + 0) * 4 + 1] == 1 ? 0 : cells[(30 + 9) * 4 + 1] == 1 ? 9 : -1);
      int bricks = 0;
      for (int cell = 0; cell < 100; cell++) {
        bricks += (int) cells[cell * 4 + 3];
      }
      assertThat(bricks).isEqualTo(30);
    }
    assertThat(starts).contains(0, 9).doesNotContain(-1);
  }

  /**
   * MinAtar's README says 0.5 for its six actions; its rules, played at random in NumPy for 20,000
   * episodes, gave 0.507 with a standard error of 0.005, and 0.383 for the three actions that
   * count.
   */
  @ParameterizedTest
  @CsvSource({"MinAtar/Breakout-v0, 6, 0.507", "MinAtar/Breakout-v1, 3, 0.383"})
  void random_play_brings_what_it_brings_in_minatar(String id, int actions, double expected) {
    NumPyRandom random = new NumPyRandom(0);
    Returns returns = Play.episodes(Envs.make(id), 20_000, 0, o -> random.integers(actions));
    assertThat(returns.mean()).as("%s", returns).isCloseTo(expected, within(0.025));
  }

  @Test
  void is_drawn_as_large_as_on_the_console() {
    Breakout game = new Breakout(GameOptions.withFewActions());
    game.setVariables(5, 6, 2, 4, 5, 4, 0, 1, 0);
    Frame frame = game.render();
    assertThat(frame.width()).isEqualTo(160);
    assertThat(frame.height()).isEqualTo(210);
    assertThat(frame.rgb()[3 * (200 * 160 + 70)] & 0xff).isEqualTo(0xc8); // the paddle
    assertThat(frame.rgb()[3 * (130 * 160 + 85)] & 0xff).isEqualTo(0xec); // the ball
    assertThat(frame.rgb()[3 * (30 * 160 + 8)] & 0xff).isEqualTo(0x42); // the only brick
  }
}
