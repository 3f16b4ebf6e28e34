// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.files.JsonText;
import io.nyala.rl.EnvChecker;
import io.nyala.rl.Envs;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.SimpleEnv;
import io.nyala.rl.env.Step;
import io.nyala.rl.spaces.Box;
import io.nyala.rl.spaces.Discrete;
import io.nyala.testing.Allocations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AtariPreprocessingTest {
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> samples() throws IOException {
    try (InputStream in =
        AtariPreprocessingTest.class.getResourceAsStream("/io/nyala/rl/pixels.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return (List<Map<String, Object>>) JsonText.object(text, "pixels.json").get("samples");
    }
  }

  /** {@code fixtures/gym/pixels.py} says how OpenCV made them. */
  @ParameterizedTest
  @MethodSource("samples")
  void grey_and_smaller_are_those_of_opencv(Map<String, Object> sample) {
    int width = (int) sample.get("width");
    int height = (int) sample.get("height");
    int size = (int) sample.get("size");
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        rgb[at] = (byte) (x * 7 + y * 3);
        rgb[at + 1] = (byte) (x * x + 5 * y);
        rgb[at + 2] = (byte) (x / 16 * 37 + y / 21 * 91);
      }
    }
    byte[] grey = new byte[width * height];
    AtariPreprocessing.grey(rgb, grey);
    List<?> greys = (List<?>) sample.get("grey");
    for (int i = 0; i < greys.size(); i++) {
      assertThat(grey[i * 101] & 0xff).isEqualTo(greys.get(i));
    }
    float[] small = new float[size * size];
    new AreaResize(width, height, size).apply(grey, small);
    List<?> expected = (List<?>) sample.get("small");
    for (int i = 0; i < small.length; i++) {
      assertThat((int) small[i]).as("pixel %d", i).isEqualTo(expected.get(i));
    }
  }

  /** A clock of 12 ticks: its picture is white at the tick, and its reward the action. */
  private static final class Clock extends SimpleEnv {
    private final double[] tick = new double[1];

    Clock() {
      super("Clock", Box.of(0, 12, 1), new Discrete(3));
    }

    @Override
    protected double[] variables() {
      return tick;
    }

    @Override
    protected void start(Reset how, Step first) {
      tick[0] = 0;
      first.observation()[0] = 0;
    }

    @Override
    protected void act(int action, Step next) {
      tick[0]++;
      next.observation()[0] = (float) tick[0];
      next.info().put("tick", tick[0]);
      next.reward(action).terminated(tick[0] == 10);
    }

    @Override
    public Frame render() {
      byte[] rgb = new byte[3 * 12 * 12];
      for (int i = 0; i < 3; i++) {
        rgb[3 * (int) tick[0] + i] = (byte) 255;
      }
      return new Frame(12, 12, rgb);
    }
  }

  private static void assertWhite(Step step, int... places) {
    for (int i = 0; i < 12; i++) {
      boolean white = false;
      for (int place : places) {
        white |= i == place;
      }
      assertThat(step.observation()[i]).as("pixel %d", i).isEqualTo(white ? 255 : 0);
    }
  }

  @Test
  void repeats_actions_and_shows_the_brighter_of_the_last_two_frames() {
    Env env = new AtariPreprocessing(new Clock(), 0, 4, 12);
    assertThat(env.observationSpace()).hasToString("Box(0.0, 255.0, (12, 12))");
    assertWhite(env.reset(Reset.seed(0)), 0);
    Step step = env.step(2);
    assertThat(step.reward()).isEqualTo(8);
    assertThat(step.info().get("tick")).isEqualTo(4);
    assertWhite(step, 3, 4);
    assertWhite(env.step(1), 7, 8);
    step = env.step(1);
    assertThat(step.terminated()).isTrue();
    assertThat(step.reward()).isEqualTo(2);
    assertWhite(step, 10); // the end
    assertThat(env.reset().ended()).isFalse();
  }

  @Test
  void begins_after_some_steps_that_depend_on_the_seed() {
    Env env = new AtariPreprocessing(new Clock(), 7, 1, 12);
    boolean[] seen = new boolean[9];
    for (int seed = 0; seed < 60; seed++) {
      int first = white(env.reset(Reset.seed(seed)));
      assertThat(white(env.reset(Reset.seed(seed)))).isEqualTo(first);
      seen[first] = true;
    }
    assertThat(seen).containsExactly(false, true, true, true, true, true, true, true, false);
    Env longer = new AtariPreprocessing(new Clock(), 30, 1, 12); // begins anew at the end
    for (int seed = 0; seed < 60; seed++) {
      assertThat(white(longer.reset(Reset.seed(seed)))).isBetween(0, 9);
    }
  }

  private static int white(Step step) {
    for (int i = 0; i < 12; i++) {
      if (step.observation()[i] == 255) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void the_whole_pipeline_is_an_environment_that_goes_on_from_a_state() {
    Env env = pipeline();
    assertThat(env.observationSpace().shape().dims()).containsExactly(4, 84, 84);
    EnvChecker.check(pipeline());
    env.reset(Reset.seed(5));
    env.step(1);
    Env other = pipeline();
    other.restore(env.state());
    for (int i = 0; i < 50; i++) {
      Step step = env.step(i % 3);
      assertThat(other.step(i % 3).observation()).isEqualTo(step.observation());
      if (step.ended()) {
        env.reset();
        other.reset();
      }
    }
  }

  private static Env pipeline() {
    return new FrameStack(
        new ClipReward(new AtariPreprocessing(Envs.make("MinAtar/Breakout-v1"), 3, 2, 84), -1, 1),
        4);
  }

  @Test
  void a_step_allocates_nothing() {
    Env env = pipeline();
    env.reset(Reset.seed(1));
    double bytes = 1;
    for (int tries = 0; tries < 10 && bytes >= 0.5; tries++) { // until all is compiled
      bytes =
          Allocations.perRun(
              500,
              500,
              () -> {
                if (env.step(1).ended()) {
                  env.reset();
                }
              });
    }
    assertThat(bytes).isLessThan(0.5);
  }

  @Test
  void says_what_does_not_fit() {
    Env large = new AtariPreprocessing(new Clock());
    assertThatThrownBy(() -> large.reset(Reset.seed(0)))
        .hasMessageContaining("12 x 12 pixels can be made smaller, but not 84 x 84");
    Env blind = new AtariPreprocessing(Envs.make("Acrobot-v1"));
    assertThatThrownBy(() -> blind.reset(Reset.seed(0))).hasMessageContaining("cannot be drawn");
    assertThatThrownBy(() -> new AtariPreprocessing(new Clock(), 0, 0, 84))
        .hasMessageContaining("skip");
  }
}
