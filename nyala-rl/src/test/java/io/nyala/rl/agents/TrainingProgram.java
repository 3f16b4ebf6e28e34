// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static io.nyala.optimizers.Optimizers.adam;

import io.nyala.io.checkpoint.Checkpoints;
import io.nyala.models.training.Checkpointer;
import io.nyala.rl.Envs;
import io.nyala.rl.policies.Annealed;
import io.nyala.rl.policies.EpsilonGreedy;
import io.nyala.saving.Weights;
import java.nio.file.Files;
import java.nio.file.Path;

/** A training that a test kills: arguments are the folder of checkpoints and the file to write. */
public final class TrainingProgram {
  static final int STEPS = 3000;

  private TrainingProgram() {}

  static Dqn agent() {
    return Dqn.ofHidden(16, 16)
        .optimizer(adam(2e-3).globalClipNorm(10))
        .memory(1000) // less than there are steps: the ring goes round
        .batchSize(16)
        .startAfter(200)
        .train(1, 1)
        .targetEvery(50)
        .doubleQ()
        .duelling()
        .steps(3)
        .prioritized(0.6, new Annealed(0.4, 1, STEPS))
        .policy(new EpsilonGreedy(new Annealed(1, 0.05, 1500)))
        .seed(7);
  }

  /** The same with all switches. */
  static Dqn rainbow() {
    return agent().noisy(0.5).categorical(21, 0, 40);
  }

  static AgentOptions options() {
    return AgentOptions.options().evaluate(Envs.make("CartPole-v1"), 500, 2).keepBest();
  }

  /** Trains an agent; returns a digest of what came of it. */
  static String train(Dqn agent, Checkpointer keeper) {
    AgentReport report = agent.fit(Envs.make("CartPole-v1"), STEPS, options().checkpoints(keeper));
    return Weights.sha256(agent.network()) + report.episodes().size();
  }

  public static void main(String[] arguments) throws Exception {
    Dqn agent = arguments.length > 2 ? rainbow() : agent();
    Checkpointer keeper = Checkpoints.in(Path.of(arguments[0])).everySteps(250);
    Files.writeString(Path.of(arguments[1]), train(agent, keeper));
  }
}
