// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.presets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.rl.Envs;
import io.nyala.rl.agents.Ppo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooPresetsTest {
  @ParameterizedTest
  @ValueSource(strings = {"CartPole-v1", "MountainCar-v0", "Acrobot-v1", "LunarLander-v3"})
  void discrete_actions_are_learned_by_three(String id) {
    ZooPresets.dqn(id).agent().memory(1000).fit(Envs.make(id), 20);
    Preset<Ppo> ppo = ZooPresets.ppo(id);
    ppo.agent().rollout(64).batchSize(64).fit(Envs.makeVector(id, ppo.envs()), 64);
    assertThat(ZooPresets.a2c(id).agent().fit(Envs.makeVector(id, 2), 20).steps()).isEqualTo(20);
    assertThat(ppo.steps()).isGreaterThanOrEqualTo(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pendulum-v1", "LunarLanderContinuous-v3"})
  void continuous_actions_are_learned_by_three(String id) {
    ZooPresets.sac(id).agent().memory(1000).fit(Envs.make(id), 20);
    ZooPresets.td3(id).agent().memory(1000).fit(Envs.make(id), 20);
    Preset<Ppo> ppo = ZooPresets.ppo(id);
    ppo.agent().rollout(32).batchSize(64).fit(Envs.makeVector(id, ppo.envs()), 64);
    assertThat(ZooPresets.sac(id).envs()).isEqualTo(1);
  }

  @Test
  void names_the_environments_that_have_one() {
    assertThatThrownBy(() -> ZooPresets.sac("CartPole-v1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no preset of Sac for \"CartPole-v1\"; there are presets for"
                + " LunarLanderContinuous-v2, LunarLanderContinuous-v3, Pendulum-v1");
    assertThatThrownBy(() -> ZooPresets.dqn("Pong-v0"))
        .hasMessageContaining("Acrobot-v1, CartPole-v1, LunarLander-v2, LunarLander-v3, Mountain");
    assertThat(ZooPresets.td3("MountainCarContinuous-v0").steps()).isEqualTo(300_000);
  }
}
