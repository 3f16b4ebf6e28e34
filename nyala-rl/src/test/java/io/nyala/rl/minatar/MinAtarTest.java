// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.minatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.files.JsonText;
import io.nyala.rl.EnvChecker;
import io.nyala.rl.Envs;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.spaces.Discrete;
import io.nyala.testing.Allocations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The games beside MinAtar's own, step by step: {@code fixtures/gym/minatar_courses.py} says how.
 */
class MinAtarTest {
  private static final String[] GAMES = {
    "Asterix", "Breakout", "Freeway", "Seaquest", "SpaceInvaders"
  };

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> courses() throws IOException {
    try (InputStream in = MinAtarTest.class.getResourceAsStream("/io/nyala/rl/minatar.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (List<Map<String, Object>>) JsonText.object(text, "minatar.json").get("courses");
    }
  }

  private static CellGame game(Map<String, Object> course, boolean allActions) {
    GameOptions options =
        new GameOptions(
            allActions,
            ((Number) course.get("sticky")).doubleValue(),
            Boolean.TRUE.equals(course.get("ramping")));
    return switch ((String) course.get("game")) {
      case "asterix" -> new Asterix(options);
      case "breakout" -> new Breakout(options);
      case "freeway" -> new Freeway(options);
      case "seaquest" -> new Seaquest(options);
      default -> new SpaceInvaders(options);
    };
  }

  @ParameterizedTest
  @MethodSource("courses")
  void every_step_is_that_of_minatar(Map<String, Object> course) {
    CellGame game = game(course, true);
    boolean immortal = Boolean.TRUE.equals(course.get("immortal"));
    String actions = (String) course.get("actions");
    List<?> sums = (List<?>) course.get("sums");
    List<List<Integer>> rewards = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    CRC32 crc = new CRC32();
    update(crc, game.reset(Reset.seed(((Number) course.get("seed")).longValue())));
    for (int i = 0; i < actions.length(); i++) {
      Step step = game.step(actions.charAt(i) - '0');
      update(crc, step);
      if (step.reward() != 0) {
        rewards.add(List.of(i, (int) step.reward()));
      }
      if (step.terminated()) {
        ends.add(i);
        if (immortal) {
          game.setVariables(game.currentVariables());
        } else {
          update(crc, game.reset());
        }
      }
      if (i % 25 == 24) {
        assertThat(crc.getValue())
            .as("observations of %s up to step %d", game, i)
            .isEqualTo(((Number) sums.get(i / 25)).longValue());
      }
    }
    assertThat(rewards).isEqualTo(course.get("rewards"));
    assertThat(ends).isEqualTo(course.get("ends"));
  }

  private static void update(CRC32 crc, Step step) {
    for (float cell : step.observation()) {
      crc.update((int) cell);
    }
  }

  /** The same game with few actions goes the same way, where all of them are among these. */
  @ParameterizedTest
  @MethodSource("courses")
  void few_actions_are_those_of_minatar(Map<String, Object> course) {
    List<?> few = (List<?>) course.get("few");
    CellGame all = game(course, true);
    CellGame less = game(course, false);
    assertThat(((Discrete) less.actionSpace()).n()).isEqualTo(few.size());
    NumPyRandom random = new NumPyRandom(1);
    all.reset(Reset.seed(4));
    less.reset(Reset.seed(4));
    for (int i = 0; i < 300; i++) {
      int action = random.integers(few.size());
      Step step = all.step(((Number) few.get(action)).intValue());
      assertThat(less.step(action).observation()).isEqualTo(step.observation());
      if (step.ended()) {
        all.reset();
        less.reset();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asterix", "Breakout", "Freeway", "Seaquest", "SpaceInvaders"})
  void is_an_environment_that_goes_on_from_a_state(String name) {
    for (String version : new String[] {"-v0", "-v1"}) {
      EnvChecker.check(Envs.make("MinAtar/" + name + version));
    }
    Env game = Envs.make("MinAtar/" + name + "-v0");
    NumPyRandom random = new NumPyRandom(2);
    game.reset(Reset.seed(1));
    for (int i = 0; i < 25; i++) {
      if (game.step(random.integers(6)).ended()) {
        game.reset();
      }
    }
    Env other = Envs.make("MinAtar/" + name + "-v0");
    other.restore(game.state());
    for (int i = 0; i < 60; i++) {
      int action = random.integers(6);
      Step step = game.step(action);
      assertThat(other.step(action).observation()).isEqualTo(step.observation());
      if (step.ended()) {
        game.reset();
        other.reset();
      }
    }
  }

  @Test
  void the_action_before_stays_from_episode_to_episode_but_not_over_a_seed() {
    Asterix game = new Asterix(GameOptions.withAllActions().sticky(1));
    game.reset(Reset.seed(0));
    double[] variables = game.currentVariables();
    variables[variables.length - 1] = CellGame.LEFT;
    game.setVariables(variables);
    game.reset();
    game.step(CellGame.RIGHT);
    assertThat(game.currentVariables()[0]).isEqualTo(4); // to the left, again
    game.reset(Reset.seed(0));
    game.step(CellGame.RIGHT);
    assertThat(game.currentVariables()[0]).isEqualTo(5); // stays
    assertThatThrownBy(() -> GameOptions.withAllActions().sticky(1.5))
        .hasMessageContaining("sticky");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asterix", "Breakout", "Freeway", "Seaquest", "SpaceInvaders"})
  void pictures_show_the_cells_and_are_reused(String name) {
    Env game = Envs.make("MinAtar/" + name + "-v0");
    NumPyRandom random = new NumPyRandom(2);
    game.reset(Reset.seed(3));
    for (int i = 0; i < 40; i++) {
      if (game.step(random.integers(6)).ended()) {
        game.reset();
      }
    }
    float[] cells = game.step(0).observation();
    Frame frame = game.render();
    int channels = cells.length / 100;
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < 210; y++) {
      for (int x = 0; x < 160; x++) {
        int cell = (y / 21 * 10 + x / 16) * channels;
        int seen = 0;
        for (int c = 0; c < channels; c++) {
          seen += (int) cells[cell + c];
        }
        int at = 3 * (y * 160 + x);
        int color =
            (frame.rgb()[at] & 0xff) << 16
                | (frame.rgb()[at + 1] & 0xff) << 8
                | frame.rgb()[at + 2] & 0xff;
        assertThat(color != 0).isEqualTo(seen > 0);
        colors.add(color);
      }
    }
    assertThat(colors).hasSizeGreaterThan(3);
    assertThat(game.render(frame)).isSameAs(frame);
    assertThat(game.render().rgb()).isEqualTo(frame.rgb());
  }

  @Test
  void steps_and_pictures_allocate_nothing() {
    for (String name : GAMES) {
      Env game = Envs.make("MinAtar/" + name + "-v0");
      game.reset(Reset.seed(3));
      Frame[] frame = {game.render()};
      NumPyRandom random = new NumPyRandom(2);
      double bytes = 1;
      for (int tries = 0; tries < 10 && bytes >= 0.1; tries++) { // until all is compiled
        bytes =
            Allocations.perRun(
                3000,
                3000,
                () -> {
                  if (game.step(random.integers(6)).ended()) {
                    game.reset();
                  }
                  frame[0] = game.render(frame[0]);
                });
      }
      assertThat(bytes).as(name).isLessThan(0.1);
    }
  }
}
