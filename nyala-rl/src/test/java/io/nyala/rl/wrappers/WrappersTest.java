// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.rl.Envs;
import io.nyala.rl.classic.CartPole;
import io.nyala.rl.env.Env;
import io.nyala.rl.env.Reset;
import io.nyala.rl.env.Step;
import org.junit.jupiter.api.Test;

class WrappersTest {
  @Test
  void a_limit_cuts_and_does_not_terminate() {
    Env env = new TimeLimit(new CartPole(), 3);
    env.reset(Reset.seed(0));
    assertThat(env.step(0).ended()).isFalse();
    assertThat(env.step(1).ended()).isFalse();
    Step last = env.step(0);
    assertThat(last.truncated()).isTrue();
    assertThat(last.terminated()).isFalse();
    assertThatThrownBy(() -> env.step(0)).hasMessageContaining("cut short after 3 steps");
    env.reset();
    assertThat(env.step(0).ended()).isFalse();
    assertThatThrownBy(() -> new TimeLimit(new CartPole(), 0)).hasMessageContaining("got 0");
  }

  @Test
  void a_fall_in_the_last_step_is_both() {
    CartPole inside = new CartPole();
    Env env = new TimeLimit(inside, 1);
    env.reset(Reset.seed(0));
    inside.setVariables(0, 0, 0.2094, 1);
    Step last = env.step(0);
    assertThat(last.terminated()).isTrue();
    assertThat(last.truncated()).isTrue();
  }

  @Test
  void statistics_come_with_the_last_step() {
    Env env = new EpisodeStatistics(Envs.make("CartPole-v1"));
    env.reset(Reset.seed(3));
    int steps = 0;
    Step step;
    do {
      step = env.step(1);
      steps++;
      assertThat(step.info().has(EpisodeStatistics.RETURN)).isEqualTo(step.ended());
    } while (!step.ended());
    assertThat(step.info().get(EpisodeStatistics.RETURN)).isEqualTo(steps);
    assertThat(step.info().get(EpisodeStatistics.LENGTH)).isEqualTo(steps);
  }

  @Test
  void frames_are_stacked_oldest_first() {
    Env env = new FrameStack(new CartPole(), 3);
    Env plain = new CartPole();
    float[] first = plain.reset(Reset.seed(5)).observation().clone();
    Step step = env.reset(Reset.seed(5));
    assertThat(env.observationSpace().shape().dims()).containsExactly(3, 4);
    assertThat(step.observation()).startsWith(first).endsWith(first);
    float[] second = plain.step(1).observation().clone();
    float[] third = plain.step(0).observation().clone();
    env.step(1);
    step = env.step(0);
    for (int i = 0; i < 4; i++) {
      assertThat(step.observation()[i]).isEqualTo(first[i]);
      assertThat(step.observation()[4 + i]).isEqualTo(second[i]);
      assertThat(step.observation()[8 + i]).isEqualTo(third[i]);
    }
    assertThatThrownBy(() -> new FrameStack(Envs.make("Taxi-v4"), 2))
        .hasMessageContaining("must be a Box");
  }

  @Test
  void rewards_are_clipped_and_scaled() {
    Env clipped = new ClipReward(Envs.make("Pendulum-v1"), -0.5, 0.5);
    clipped.reset(Reset.seed(0));
    assertThat(clipped.step(new double[] {0}).reward()).isEqualTo(-0.5);

    // Two rewards of 1: returns 1 and 1.9; mean and variance by the formula of Chan, count 1e-4.
    Env scaled = new NormalizeReward(new CartPole(), 0.9);
    scaled.reset(Reset.seed(0));
    double mean = 0;
    double variance = 1;
    double count = 1e-4;
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum = sum * 0.9 + 1;
      double delta = sum - mean;
      double total = count + 1;
      variance = (variance * count + delta * delta * count / total) / total;
      mean += delta / total;
      count = total;
      assertThat(scaled.step(i % 2).reward())
          .isCloseTo(1 / Math.sqrt(variance + 1e-8), within(1e-12));
    }
  }

  @Test
  void observations_are_brought_to_one_scale_until_frozen() {
    NormalizeObservation env = new NormalizeObservation(Envs.make("Pendulum-v1"));
    double sum = 0;
    double squares = 0;
    int n = 2000;
    Step step = env.reset(Reset.seed(1));
    for (int i = 0; i < n; i++) {
      step = step.ended() ? env.reset() : env.step(new double[] {Math.sin(i)});
      sum += step.observation()[2];
      squares += step.observation()[2] * step.observation()[2];
    }
    assertThat(sum / n).isCloseTo(0, within(0.3));
    assertThat(squares / n).isCloseTo(1, within(0.5));
    env.freeze();
    float[] before = env.reset(Reset.seed(2)).observation().clone();
    env.step(new double[] {1});
    assertThat(env.reset(Reset.seed(2)).observation()).containsExactly(before);
  }
}
