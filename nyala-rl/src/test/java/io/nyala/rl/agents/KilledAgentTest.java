// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.rl.Envs;
import io.nyala.saving.Weights;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledAgentTest {
  @TempDir Path folder;

  @Test
  void ends_with_the_same_bits_after_kills() throws Exception {
    PlannedKills.Outcome outcome = PlannedKills.survived(TrainingProgram.class, folder, 3);
    assertThat(outcome.kills()).isBetween(3, 15);
    assertThat(outcome.result()).isEqualTo(TrainingProgram.train(TrainingProgram.agent(), null));
  }

  @Test
  void sigkill_at_random_moments_changes_nothing() throws Exception {
    assertThat(RandomKills.survived(TrainingProgram.class, folder))
        .isEqualTo(TrainingProgram.train(TrainingProgram.agent(), null));
  }

  @Test
  void sigkill_changes_nothing_for_all_switches_either() throws Exception {
    assertThat(RandomKills.survived(TrainingProgram.class, folder, "rainbow"))
        .isEqualTo(TrainingProgram.train(TrainingProgram.rainbow(), null));
  }

  private AgentReport fit(Dqn agent, int steps) {
    return agent.fit(
        Envs.make("CartPole-v1"),
        steps,
        AgentOptions.options().checkpoints(Checkpoints.in(folder.resolve("kept"))));
  }

  @Test
  void a_finished_training_can_be_prolonged() {
    fit(TrainingProgram.agent(), 700);
    Dqn longer = TrainingProgram.agent();
    assertThat(fit(longer, 1500).steps()).isEqualTo(1500);
    Dqn once = TrainingProgram.agent();
    once.fit(Envs.make("CartPole-v1"), 1500);
    assertThat(Weights.sha256(longer.network())).isEqualTo(Weights.sha256(once.network()));
    assertThatThrownBy(() -> fit(TrainingProgram.agent(), 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the checkpoint is of 1500 steps, more than the 1000 asked for");
  }

  @Test
  void refuses_the_checkpoint_of_another_training() {
    fit(TrainingProgram.agent(), 300);
    assertThatThrownBy(() -> fit(TrainingProgram.agent().seed(8), 300))
        .hasMessageContaining("made with seed 7; this training has seed 8; start over");
    assertThatThrownBy(() -> fit(TrainingProgram.agent().gamma(0.9), 300))
        .hasMessageContaining("made with settings=", "gamma=0.99", "gamma=0.9", "start over");
  }

  @Test
  void a_table_goes_on_too() {
    Path kept = folder.resolve("table");
    QLearning once = QLearning.sarsa().seed(4);
    once.fit(Envs.make("FrozenLake-v1"), 3000);
    QLearning first = QLearning.sarsa().seed(4);
    AgentOptions cut =
        AgentOptions.options()
            .checkpoints(Checkpoints.in(kept).everySteps(500))
            .callbacks(
                new AgentCallback() {
                  @Override
                  public boolean onStep(long step) {
                    if (step == 1777) {
                      throw new IllegalStateException("the power is out");
                    }
                    return false;
                  }
                });
    assertThatThrownBy(() -> first.fit(Envs.make("FrozenLake-v1"), 3000, cut))
        .hasMessage("the power is out");
    QLearning second = QLearning.sarsa().seed(4);
    second.fit(
        Envs.make("FrozenLake-v1"),
        3000,
        AgentOptions.options().checkpoints(Checkpoints.in(kept).everySteps(500)));
    assertThat(second.table().floats()).containsExactly(once.table().floats());
  }
}
