// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.io.tensorboard.SummaryWriter;
import io.nyala.settings.Arguments;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes how a training goes into event files, which TensorBoard and {@code nyala board} show:
 * {@code rollout/return} and {@code rollout/length} of each episode, {@code eval/return} of each
 * evaluation, and {@code train/...} of each epoch; all by steps in the environment.
 */
public final class AgentEvents implements AgentCallback, AutoCloseable {
  private final SummaryWriter writer;

  private AgentEvents(SummaryWriter writer) {
    this.writer = writer;
  }

  /**
   * Begins an event file in a folder, which is made if need be.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public static AgentEvents in(Path folder) {
    return new AgentEvents(SummaryWriter.open(Arguments.given("folder", folder)));
  }

  @Override
  public void onEpisode(long step, double total, int length) {
    writer.scalar("rollout/return", total, step);
    writer.scalar("rollout/length", length, step);
  }

  @Override
  public void onEvaluation(long step, Returns greedy) {
    writer.scalar("eval/return", greedy.mean(), step);
    writer.scalar("eval/length", greedy.length(), step);
  }

  @Override
  public void onEpoch(long step, Map<String, Double> measures) {
    measures.forEach(
        (name, value) -> {
          if (Double.isFinite(value) && !name.startsWith("episode_")) {
            writer.scalar("train/" + name, value, step);
          }
        });
  }

  @Override
  public void close() {
    writer.close();
  }
}
