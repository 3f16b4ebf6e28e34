// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.io.tensorboard.SummaryWriter;
import io.nyala.settings.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the progress of training to event files for TensorBoard and {@code nyala board}: {@code
 * rollout/return} and {@code rollout/length} of each episode, {@code eval/return} of each
 * evaluation, and {@code train/...} of each epoch. The x-axis is the number of environment steps.
 */
public final class AgentEvents implements AgentCallback, AutoCloseable {
  private final SummaryWriter writer;

  private AgentEvents(SummaryWriter writer) {
    this.writer = writer;
  }

  /**
   * Creates an event file in a folder, which is created if missing.
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

  /**
   * Writes a film of the agent as an image, which TensorBoard and the board show moving.
   *
   * @param film an animated PNG, as {@link io.nyala.rl.film.ApngFilm} writes it
   * @throws IllegalArgumentException if it is no PNG
   * @throws IOException if it cannot be read
   */
  public void film(String tag, Path film, long step) throws IOException {
    writer.figure(tag, Files.readAllBytes(Arguments.given("film", film)), step);
  }

  @Override
  public void close() {
    writer.close();
  }
}
