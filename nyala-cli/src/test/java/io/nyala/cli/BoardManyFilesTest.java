// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.tensorboard.SummaryWriter;
import io.nyala.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder in which a search has left its runs, under the limits of a usual shell. */
class BoardManyFilesTest {
  private static final int FILES = 10_000;

  /** What is asked for is three seconds, on a machine that does nothing else. */
  private static final double PATIENCE = 30;

  @TempDir Path logs;

  @Test
  @Timeout(300)
  void shows_ten_thousand_files_with_few_handles_and_little_memory() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no /bin/bash: handles are not limited");
    writeFiles();
    List<String> line = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -n 1024; exec \"$@\""));
    line.add("board");
    line.addAll(
        ChildJvm.running(
                Main.class.getName(),
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-Djava.awt.headless=true"),
                List.of("board", "--logdir", logs.toString(), "--port", "0"))
            .command());
    long start = System.nanoTime();
    Process board = new ProcessBuilder(line).redirectErrorStream(true).start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(board.getInputStream(), StandardCharsets.UTF_8))) {
      String address =
          said.lines()
              .filter(l -> l.contains("http://"))
              .findFirst()
              .orElseThrow()
              .replaceAll(".*(http://[^ ]+) .*", "$1");
      assertThat(get(address)).contains("<title>Nyala board</title>");
      Map<String, Object> state = JSON.std.mapFrom(get(address + "api/state"));
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d files: page and first state after %.2f s, %s files then unread%n",
          FILES, seconds, state.get("unread"));
      assertThat((List<?>) state.get("runs")).isNotEmpty();
      assertThat(seconds).isLessThan(PATIENCE);
      while (!state.get("unread").equals(0)) {
        state = JSON.std.mapFrom(get(address + "api/state"));
      }
      assertThat((List<?>) state.get("runs")).hasSize(FILES);
      assertThat(state).containsEntry("problem", null);
    } finally {
      board.destroyForcibly().waitFor();
    }
  }

  private void writeFiles() throws Exception {
    byte[] content;
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("first"))) {
      for (int i = 0; i < 10; i++) {
        writer.scalar("loss", Math.exp(-i), i);
        writer.scalar("accuracy", 1 - Math.exp(-i), i);
      }
      writer.flush();
      content = Files.readAllBytes(writer.file());
    }
    for (int i = 1; i < FILES; i++) {
      Path run = Files.createDirectory(logs.resolve("trial" + i));
      Files.write(run.resolve("events.out.tfevents.1.host"), content);
    }
  }

  private static String get(String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
