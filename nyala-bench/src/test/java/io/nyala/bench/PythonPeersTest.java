// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell plays Python")
class PythonPeersTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private PythonPeers peers(String python, String script) throws IOException {
    Path file = Files.writeString(folder.resolve("script"), script);
    return new PythonPeers(python, file, new PrintStream(err, true, UTF_8));
  }

  @Test
  void reads_what_is_json() throws IOException {
    PythonPeers peers =
        peers("sh", "echo loading; echo \"{\\\"peer\\\": \\\"$1\\\", \\\"us_median\\\": 2.5}\"");
    assertThat(peers.micros("walk")).containsOnlyKeys("walk").containsValue(2.5);
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void reads_a_line_of_each_peer_and_passes_options() throws IOException {
    PythonPeers peers =
        peers(
            "sh",
            "for i in 1 2; do echo \"{\\\"peer\\\": \\\"$3-$i\\\", \\\"us_median\\\": $i}\"; done");
    assertThat(peers.micros("walk", "--threads", "two"))
        .containsExactly(entry("two-1", 1.0), entry("two-2", 2.0));
  }

  @Test
  void says_once_that_there_is_none() throws IOException {
    PythonPeers peers = peers(null, "");
    assertThat(peers.micros("walk")).isEmpty();
    assertThat(peers.micros("walk")).isEmpty();
    assertThat(err.toString(UTF_8).lines()).singleElement().asString().contains("NYALA_PYTHON");
  }

  @Test
  void tells_why_a_peer_failed() throws IOException {
    assertThat(peers("sh", "echo no module named gymnasium >&2; exit 1").micros("walk")).isEmpty();
    assertThat(peers("no-such-python", "").micros("walk")).isEmpty();
    assertThat(err.toString(UTF_8).lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("nyala: the peer of walk failed: no module named gymnasium"),
            second -> assertThat(second).contains("no-such-python"));
  }
}
