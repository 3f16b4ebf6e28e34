// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerFleetTest {
  private static final Workload WORKLOAD = Workload.all().getFirst();

  @TempDir Path folder;

  @Test
  void says_once_in_one_line_that_the_peers_are_missing() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PeerFleet fleet = new PeerFleet(new PrintStream(err, true, UTF_8));

    assertThat(fleet.ready(WORKLOAD, 2)).isEmpty();
    assertThat(fleet.ready(WORKLOAD, 2)).isEmpty();

    assertThat(err.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .contains("peers (LibTorch, DJL) are not built");
  }

  @Test
  void tells_of_a_peer_that_does_not_start() throws IOException {
    PeerSetting setting = new PeerSetting("libtorch", 1, 1, Map.of());

    try (PeerProcess peer = PeerProcess.start(folder.toString(), folder, setting)) {
      assertThatThrownBy(() -> peer.prepare(WORKLOAD, Duration.ofMillis(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("io.nyala.bench.peers.PeerMain");
    }
  }

  @Test
  void tries_no_setting_with_more_threads_than_given() {
    assertThat(PeerSetting.upTo(1)).hasSize(2);
    assertThat(PeerSetting.upTo(4))
        .allSatisfy(
            setting -> {
              assertThat(setting.threads()).isLessThanOrEqualTo(4);
              assertThat(setting.peerThreads()).isLessThanOrEqualTo(setting.threads());
            });
  }

  @Test
  void keeps_from_peers_what_would_hold_their_matrix_library_back() {
    Map<String, String> inherited = new HashMap<>();
    inherited.put("OPENBLAS_CORETYPE", "Haswell");
    inherited.put("OPENBLAS_L2_SIZE", "262144");
    inherited.put("OPENBLAS_NUM_THREADS", "64");
    inherited.put("PATH", "/bin");

    PeerSetting setting = PeerSetting.upTo(1).getFirst();
    setting.applyTo(inherited);

    assertThat(inherited)
        .containsOnlyKeys("PATH", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
        .containsEntry("OPENBLAS_NUM_THREADS", "1")
        .containsEntry("PATH", "/bin");
  }
}
