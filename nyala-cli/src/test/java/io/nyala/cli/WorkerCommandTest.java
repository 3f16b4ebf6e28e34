// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.ChildJvm;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerCommandTest {
  @TempDir Path folder;
  private final RecordedApp app = new RecordedApp();

  private static List<String> wine(Path out) {
    return List.of(
        "--",
        "wine-regression",
        "--data=sample",
        "--epochs=2",
        "--threads=1",
        "--json",
        "--out",
        out.toString());
  }

  /** Two processes get the same output folder, and only the first uses it. */
  @Test
  void two_workers_report_what_one_does() throws Exception {
    List<String> one = new ArrayList<>(List.of("worker", "--rank=0", "--workers=1"));
    one.addAll(wine(folder.resolve("one")));
    assertThat(app.run(one.toArray(String[]::new))).as(app.stderr()).isZero();
    Object alone = app.json().get("weights_sha256");

    Path secret = folder.resolve("secret");
    Files.writeString(secret, "0123456789abcdef0123456789abcdef\n");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> options =
        List.of("--workers=2", "--rendezvous=127.0.0.1:" + port, "--secret-file=" + secret);
    List<Process> both = new ArrayList<>();
    try {
      for (int rank = 0; rank < 2; rank++) {
        List<String> arguments = new ArrayList<>(List.of("worker", "--rank=" + rank));
        arguments.addAll(options);
        arguments.addAll(wine(folder.resolve("two")));
        both.add(
            ChildJvm.running("io.nyala.cli.Main", List.of("-Xmx512m"), arguments)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(rank + ".txt").toFile())
                .start());
      }
      for (int rank = 0; rank < 2; rank++) {
        assertThat(both.get(rank).waitFor(90, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(folder.resolve(rank + ".txt"));
        assertThat(both.get(rank).exitValue()).as(said).isZero();
        assertThat(said.contains("\"weights_sha256\":\"" + alone)).isEqualTo(rank == 0);
      }
      assertThat(folder.resolve("two/model.keras")).exists();
    } finally {
      both.forEach(Process::destroyForcibly);
    }
  }

  @Test
  void says_which_recipes_can() {
    assertThat(app.run("worker", "--rank=0", "--workers=2", "--", "price-lstm")).isEqualTo(2);
    assertThat(app.stderr())
        .contains("'price-lstm' cannot be run by several workers; these can: wine-regression");
  }
}
