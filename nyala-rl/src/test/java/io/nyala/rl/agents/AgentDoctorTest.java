// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.rl.Envs;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.rl.presets.ZooPresets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentDoctorTest {
  private static Map<String, Double> epoch(String name, double value) {
    return Map.of("episode_return", 20.0, name, value);
  }

  @Test
  void finds_nothing_in_a_sound_training() {
    AgentDoctor doctor = new AgentDoctor();
    DqnPresets.book(1e-3, 16, 16)
        .fit(Envs.make("CartPole-v1"), 4000, AgentOptions.options().epoch(500).callbacks(doctor));
    ZooPresets.ppo("CartPole-v1")
        .agent()
        .fit(
            Envs.makeVector("CartPole-v1", 8),
            8192,
            AgentOptions.options().epoch(512).callbacks(doctor));
    assertThat(doctor.findings()).isEmpty();
  }

  @Test
  void finds_an_agent_that_never_explores() {
    AgentDoctor doctor = new AgentDoctor();
    DqnPresets.book(1e-3, 8)
        .policy(new EpsilonGreedy(0))
        .fit(Envs.make("CartPole-v1"), 600, AgentOptions.options().epoch(300).callbacks(doctor));
    assertThat(doctor.findings())
        .singleElement()
        .asString()
        .contains("after 300 steps", "explores hardly at all", "epsilon 0.000");
    AgentDoctor ofNoise = new AgentDoctor();
    Dqn.ofHidden(8)
        .noisy(0.5)
        .fit(Envs.make("CartPole-v1"), 600, AgentOptions.options().epoch(300).callbacks(ofNoise));
    assertThat(ofNoise.findings()).isEmpty();
  }

  @Test
  void finds_values_and_losses_that_explode_once_each() {
    AgentDoctor doctor = new AgentDoctor();
    doctor.onEpisode(90, 20, 20);
    doctor.onEpoch(100, epoch("q", 15));
    doctor.onEpoch(200, epoch("loss", 0.01));
    assertThat(doctor.findings()).isEmpty();
    doctor.onEpoch(300, epoch("q", 101));
    doctor.onEpoch(400, epoch("q", 5000));
    doctor.onEpoch(500, epoch("loss", 11));
    assertThat(doctor.findings()).hasSize(2);
    assertThat(doctor.findings().get(0)).contains("after 300 steps", "worth 101", "than 20.0");
    assertThat(doctor.findings().get(1)).contains("from 0.0100 to 11.0");
  }

  @Test
  void finds_rewards_that_are_too_large() {
    AgentDoctor doctor = new AgentDoctor();
    doctor.onEpisode(10, -300, 10);
    assertThat(doctor.findings()).isEmpty();
    doctor.onEpisode(20, -3000, 10);
    assertThat(doctor.findings()).singleElement().asString().contains("about 300 a step");
  }

  @Test
  void finds_a_policy_that_settled_too_early() {
    AgentDoctor doctor = new AgentDoctor();
    doctor.onEpoch(100, Map.of("episode_return", 100.0, "entropy", 0.6));
    for (int i = 2; i < 13; i++) {
      doctor.onEpoch(100L * i, Map.of("episode_return", 30.0, "entropy", 0.001));
    }
    assertThat(doctor.findings())
        .singleElement()
        .asString()
        .contains("has settled (entropy 0.0010) at a return of 30.0", "best so far, 100");
    AgentDoctor well = new AgentDoctor();
    for (int i = 1; i < 30; i++) {
      well.onEpoch(100L * i, Map.of("episode_return", 500.0, "entropy", 0.001));
    }
    assertThat(well.findings()).isEmpty();
  }

  @Test
  void finds_continuous_policies_that_settle_and_coefficients_that_explode() {
    AgentDoctor doctor = new AgentDoctor();
    doctor.onEpoch(100, Map.of("episode_return", 100.0, "std", 0.6));
    for (int i = 2; i < 13; i++) {
      doctor.onEpoch(100L * i, Map.of("episode_return", 30.0, "std", 0.001, "alpha", 3.0));
    }
    doctor.onEpoch(1300, Map.of("alpha", 5000.0));
    assertThat(doctor.findings()).hasSize(2);
    assertThat(doctor.findings().getFirst()).contains("has settled (std 0.0010)");
    assertThat(doctor.findings().getLast()).contains("has grown to 5.00e+03", "automaticEntropy");
  }
}
