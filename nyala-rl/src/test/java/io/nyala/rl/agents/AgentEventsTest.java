// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.tensorboard.Event;
import io.nyala.io.tensorboard.EventReader;
import io.nyala.io.tensorboard.Summary;
import io.nyala.rl.Envs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentEventsTest {
  @TempDir Path folder;

  @Test
  void writes_returns_by_steps() throws IOException {
    AgentReport report;
    try (AgentEvents events = AgentEvents.in(folder)) {
      report =
          DqnPresets.book(1e-3, 8)
              .fit(
                  Envs.make("CartPole-v1"),
                  1000,
                  AgentOptions.options()
                      .epoch(500)
                      .evaluate(Envs.make("CartPole-v1"), 500, 2)
                      .callbacks(events));
    }
    List<Long> ends = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Event event : EventReader.readAll(files.findFirst().orElseThrow())) {
        for (Summary summary : event.values()) {
          tags.add(summary.tag());
          if (summary.tag().equals("rollout/return")) {
            ends.add(event.step());
          }
        }
      }
    }
    assertThat(ends)
        .containsExactlyElementsOf(
            report.episodes().stream().map(AgentReport.Episode::step).toList());
    assertThat(tags)
        .contains("rollout/length", "eval/return", "train/loss", "train/q", "train/epsilon");
  }
}
