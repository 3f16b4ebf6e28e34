// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.Envs;
import io.nyala.rl.env.Env;
import io.nyala.rl.wrappers.AtariPreprocessing;
import io.nyala.rl.wrappers.FrameStack;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DqnPresetsTest {
  private static Dqn shortened(long seed) {
    return DqnPresets.minAtar(Envs.make("MinAtar/Breakout-v1"), seed).memory(500).startAfter(100);
  }

  @Test
  void the_network_for_minatar_is_the_published_one() {
    Dqn agent = shortened(0);
    // 16 filters of 3 x 3 x 4 and biases, 8 x 8 x 16 to 128, 128 to 3
    assertThat(agent.network().getWeights().stream().mapToInt(w -> w.size()).sum())
        .isEqualTo(16 * (36 + 1) + 128 * (1024 + 1) + 3 * (128 + 1));
  }

  @Test
  void the_network_for_atari_is_the_published_one() {
    Env env = new FrameStack(new AtariPreprocessing(Envs.make("MinAtar/Breakout-v1"), 0, 1, 84), 4);
    Dqn agent = DqnPresets.atari(env, 0).memory(1000).startAfter(20);
    int conv = 32 * (4 * 64 + 1) + 64 * (32 * 16 + 1) + 64 * (64 * 9 + 1);
    assertThat(agent.network().getWeights().stream().mapToInt(w -> w.size()).sum())
        .isEqualTo(conv + 512 * (7 * 7 * 64 + 1) + 3 * 513);
    agent.fit(env, 30);
    assertThat(agent.test(env, 1, 0).episodes()).isEqualTo(1);
  }

  @Test
  void one_seed_gives_the_same_weights() {
    assertThat(weights(4)).isEqualTo(weights(4)).isNotEqualTo(weights(5));
  }

  private static float[] weights(long seed) {
    Dqn agent = shortened(seed);
    agent.fit(Envs.make("MinAtar/Breakout-v1"), 150);
    List<Tensor> all = agent.network().getWeights();
    return all.getFirst().floats().clone();
  }

  @Test
  void refuses_observations_that_are_no_picture() {
    assertThatThrownBy(() -> DqnPresets.minAtar(Envs.make("CartPole-v1"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(rows, columns, channels), got");
  }
}
