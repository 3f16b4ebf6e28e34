// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.actors;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.training.Checkpointer;
import io.nyala.rl.Envs;
import io.nyala.rl.agents.AgentOptions;
import io.nyala.rl.agents.AgentReport;
import io.nyala.rl.agents.PlannedKills;
import io.nyala.rl.agents.Ppo;
import io.nyala.saving.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings with continuous actions, killed and resumed. */
class KilledActorsTest {
  private static final String ID = "Pendulum-v1";
  private static final int STEPS = 800;

  @TempDir Path folder;

  private static AgentOptions options(Checkpointer keeper) {
    return AgentOptions.options().evaluate(Envs.make(ID), 200, 1).keepBest().checkpoints(keeper);
  }

  private static String train(String name, Checkpointer keeper) {
    if (name.equals("Ppo")) {
      Ppo agent = Ppo.ofHidden(8).rollout(20).batchSize(20).epochs(2).seed(3);
      agent.normalizeObservations().normalizeRewards();
      AgentReport report = agent.fit(Envs.makeVector(ID, 2), STEPS, options(keeper));
      return Weights.sha256(agent.policy()) + report.episodes();
    }
    OffPolicyAgent<?> agent =
        name.equals("Sac") ? Sac.ofHidden(8) : Td3.ofHidden(8).correlatedNoise(0.3);
    agent.batchSize(16).memory(300).startAfter(60).train(2, 1).seed(3);
    AgentReport report = agent.fit(Envs.make(ID), STEPS, options(keeper));
    return Weights.sha256(agent.actor())
        + Weights.sha256(agent.critic(0))
        + Weights.sha256(agent.critic(1))
        + report.episodes();
  }

  /** Arguments are the agent, the folder of checkpoints and the result. */
  public static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      String trained = train(arguments[0], Checkpoints.in(Path.of(arguments[1])).everySteps(80));
      Files.writeString(Path.of(arguments[2]), trained);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sac", "Td3", "Ppo"})
  void ends_with_the_same_bits_after_kills(String name) throws Exception {
    PlannedKills.Outcome outcome = PlannedKills.survived(Program.class, folder, 4, name);
    assertThat(outcome.kills()).isBetween(2, 8);
    assertThat(outcome.result()).isEqualTo(train(name, null));
  }
}
