// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.box2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.Envs;
import io.nyala.rl.Golden;
import io.nyala.rl.box2d.LunarLander.Weather;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Frame;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import io.nyala.rl.random.NumPyRandom;
import io.nyala.rl.wrappers.TimeLimit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole episodes of Gymnasium's code on Box2D in C++ ({@code fixtures/gym/lander.py}). */
class LunarLanderTest {
  private static final Map<String, Object> EPISODES = Golden.file("lunarlander.json");
  private static final int LIMIT = 1000;

  private static Env env(String kind) {
    LunarLander lander =
        switch (kind) {
          case "discrete" -> LunarLander.discrete();
          case "continuous" -> LunarLander.continuous();
          case "windy" -> LunarLander.discrete(Weather.windy());
          default -> LunarLander.continuous(new Weather(-3.5, true, 5, 0.5));
        };
    return new TimeLimit(lander, LIMIT);
  }

  private static void take(CRC32 sum, float[] seen) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * seen.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(seen);
    sum.update(bytes.array());
  }

  @ParameterizedTest
  @ValueSource(strings = {"discrete", "continuous", "windy", "light"})
  void flies_bit_for_bit_as_in_box2d(String kind) {
    Map<?, ?> policies = (Map<?, ?>) EPISODES.get(kind);
    Env env = env(kind); // episodes begin anew in the same one
    int compared = 0;
    for (LanderPolicies policy : LanderPolicies.values()) {
      String name = policy.name().toLowerCase(Locale.ROOT);
      for (Object each : (List<?>) policies.get(name)) {
        fly(env, policy, (Map<?, ?>) each, kind + " " + name);
        compared++;
      }
    }
    assertThat(compared).isEqualTo("discrete".equals(kind) ? 130 : 50);
  }

  private static void fly(Env env, LanderPolicies policy, Map<?, ?> expected, String title) {
    long seed = (long) Golden.number(expected.get("seed"));
    List<List<Object>> rows =
        expected.get("rows") == null ? null : Golden.rows(expected.get("rows"));
    NumPyRandom random = new NumPyRandom(1000 + seed);
    CRC32 sum = new CRC32();
    Step step = env.reset(Reset.seed(seed));
    double[] first = Golden.doubles(expected.get("first"));
    for (int i = 0; i < first.length; i++) {
      assertThat(step.observation()[i]).isEqualTo((float) first[i]);
    }
    take(sum, step.observation());
    double total = 0;
    int steps = 0;
    while (!step.ended()) {
      step = policy.act(env, step.observation(), random);
      take(sum, step.observation());
      total += step.reward();
      steps++;
      if (rows != null) {
        double[] row = Golden.doubles(rows.get(steps));
        for (int i = 0; i < first.length; i++) {
          assertThat(step.observation()[i])
              .as("%s, step %d", title, steps)
              .isEqualTo((float) row[i]);
        }
        assertThat(step.reward()).isCloseTo(row[first.length], within(1e-9));
      }
    }
    assertThat(sum.getValue())
        .as(
            "%s, seed %d: return %.3f in %d steps, expected %s",
            title, seed, total, steps, expected)
        .isEqualTo((long) Golden.number(expected.get("crc")));
    assertThat(steps).isEqualTo((int) Golden.number(expected.get("steps")));
    assertThat(total).isCloseTo(Golden.number(expected.get("return")), within(1e-8));
    assertThat(step.terminated()).isEqualTo(Golden.number(expected.get("terminated")) == 1);
  }

  @Test
  void the_rule_lands() {
    Env env = Envs.make("LunarLander-v3");
    double sum = 0;
    for (int seed = 0; seed < 100; seed++) {
      Step step = env.reset(Reset.seed(seed));
      double total = 0;
      while (!step.ended()) {
        step = env.step(LanderPolicies.rule(step.observation()));
        total += step.reward();
      }
      assertThat(seed == 1 ? total : 101).isGreaterThan(100); // what Gymnasium's own test asks for
      sum += total;
    }
    assertThat(sum / 100).isCloseTo(233.1496, within(1e-3));
  }

  @Test
  void rests_with_a_reward_and_crashes_without() {
    Env env = Envs.make("LunarLander-v3");
    Step step = env.reset(Reset.seed(1));
    while (!step.ended()) {
      step = env.step(LanderPolicies.rule(step.observation()));
    }
    assertThat(step.reward()).isEqualTo(100);
    assertThat(step.observation()[6] + step.observation()[7]).isEqualTo(2);
    step = env.reset(Reset.seed(1));
    while (!step.ended()) {
      step = env.step(0);
    }
    assertThat(step.reward()).isEqualTo(-100);
    assertThat(step.terminated()).isTrue();
    assertThat(step.truncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"discrete", "light"})
  void goes_on_from_every_step_of_a_landing(String kind) {
    LunarLander env = (LunarLander) env(kind).unwrapped();
    LunarLander other = (LunarLander) env(kind).unwrapped();
    Step step = env.reset(Reset.seed(3));
    NumPyRandom random = new NumPyRandom(0);
    int onGround = 0;
    for (int i = 0; i < LIMIT && !step.ended(); i++) {
      other.restore(env.state());
      float[] seen = step.observation().clone();
      step = LanderPolicies.RULE.act(env, seen, random);
      Step there = LanderPolicies.RULE.act(other, seen, random);
      assertThat(there.observation()).containsExactly(step.observation());
      assertThat(there.reward()).isEqualTo(step.reward());
      assertThat(other.currentVariables()).containsExactly(env.currentVariables());
      onGround += seen[6] + seen[7] > 0 ? 1 : 0;
    }
    assertThat(onGround).isPositive();
  }

  @Test
  void engines_have_half_power_at_least() {
    LunarLander env = LunarLander.continuous();
    env.reset(Reset.seed(5));
    Step step = env.step(new double[] {0, 0.5}); // neither engine
    float[] idle = step.observation().clone();
    env.reset(Reset.seed(5));
    assertThat(env.step(new double[] {-1, -0.5}).observation()).containsExactly(idle);
    env.reset(Reset.seed(5));
    assertThat(env.step(new double[] {1e-6, 0}).observation()).isNotEqualTo(idle);
    env.reset(Reset.seed(5));
    float[] full = env.step(new double[] {1, -1}).observation().clone();
    env.reset(Reset.seed(5));
    assertThat(env.step(new double[] {3, -7}).observation()).containsExactly(full); // cut
  }

  @Test
  void refuses_what_it_cannot_fly() {
    assertThatThrownBy(() -> new Weather(0, false, 15, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("LunarLander: gravity must be between -12 and 0, got 0.0");
    assertThatThrownBy(() -> new Weather(-10, true, Double.NaN, 1.5))
        .hasMessageContaining("windPower and turbulencePower must be numbers, got NaN and 1.5");
    assertThatThrownBy(() -> LunarLander.discrete(null)).hasMessage("weather must not be null");
    LunarLander env = LunarLander.discrete();
    assertThatThrownBy(() -> env.step(0)).hasMessageContaining("reset");
    env.reset(Reset.seed(0));
    assertThatThrownBy(() -> env.step(4)).hasMessageContaining("action 4");
    assertThatThrownBy(() -> env.setVariables(1, 2)).hasMessageContaining("variables, got 2");
    LunarLander throttled = LunarLander.continuous();
    throttled.reset(Reset.seed(0));
    assertThatThrownBy(() -> throttled.step(new double[] {0, Double.NaN}))
        .hasMessageContaining("[0.0, NaN]");
  }

  @Test
  void is_drawn_with_ground_flags_and_fire() {
    LunarLander env = LunarLander.discrete();
    env.reset(Reset.seed(0));
    for (int i = 0; i < 30; i++) {
      env.step(i == 29 ? 2 : 0);
    }
    Frame frame = env.render();
    assertThat(frame.width()).isEqualTo(600);
    assertThat(frame.height()).isEqualTo(400);
    assertThat(color(frame, 300, 395)).isEqualTo(0xffffff); // the moon
    assertThat(color(frame, 3, 3)).isEqualTo(0); // the sky
    assertThat(count(frame, 0x8066e6)).isBetween(500, 1500); // the lander
    assertThat(count(frame, 0xcccc00)).isBetween(150, 350); // flags
    assertThat(count(frame, 0xff8c1a)).isPositive();
    env.step(0);
    assertThat(count(env.render(), 0xff8c1a)).isZero();
  }

  private static int color(Frame frame, int x, int y) {
    int at = 3 * (y * frame.width() + x);
    byte[] rgb = frame.rgb();
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff;
  }

  private static int count(Frame frame, int color) {
    int count = 0;
    for (int i = 0; i < frame.width() * frame.height(); i++) {
      count += color(frame, i % frame.width(), i / frame.width()) == color ? 1 : 0;
    }
    return count;
  }
}
