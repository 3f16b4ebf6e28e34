// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PeerFleetTest {
  private static final Workload WORKLOAD = Workload.all().getFirst();

  @TempDir Path folder;

  @Test
  void says_once_in_one_line_each_that_the_peers_are_missing() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PeerFleet fleet = new PeerFleet(null, folder, new PrintStream(err, true, UTF_8));

    assertThat(fleet.ready(WORKLOAD, 2)).isEmpty();
    assertThat(fleet.ready(WORKLOAD, 2)).isEmpty();

    assertThat(err.toString(UTF_8).lines())
        .satisfiesExactly(
            java -> assertThat(java).contains("peers (LibTorch, DJL) are not built"),
            python -> assertThat(python).contains("NYALA_PYTHON"));
  }

  @Test
  void tells_of_a_peer_that_does_not_start() throws IOException {
    PeerSetting setting = new PeerSetting("libtorch", 1, 1, Map.of(), null);

    try (PeerProcess peer = PeerProcess.start(folder.toString(), folder, setting)) {
      assertThatThrownBy(() -> peer.prepare(WORKLOAD, Duration.ofMillis(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("io.nyala.bench.peers.PeerMain");
    }
  }

  @Test
  void tries_no_setting_with_more_threads_than_given() {
    assertThat(PeerSetting.ofJava(1)).hasSize(2);
    assertThat(PeerSetting.ofJava(4))
        .allSatisfy(
            setting -> {
              assertThat(setting.threads()).isLessThanOrEqualTo(4);
              assertThat(setting.peerThreads()).isLessThanOrEqualTo(setting.threads());
            });
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell plays Python")
  void measures_a_peer_in_python_and_leaves_out_what_is_not_installed() throws IOException {
    // A shell plays Python: "--serve --peer NAME --threads N" follow the script.
    String script =
        """
        while read order name millis; do
          case $3 in
            keras*) say='"error": "No module named '"'keras'"'"' ;;
            *-compiled) say='"error": "this network is not implemented"' ;;
            *) say='"us_median": '$5 ;;
          esac
          echo '{"workload": "'$name'", '"$say"'}'
        done
        """;
    for (String name : List.of("torch_bench.py", "keras_bench.py")) {
      Files.writeString(folder.resolve(name), script);
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PeerFleet fleet = new PeerFleet("sh", folder, new PrintStream(err, true, UTF_8));

    for (int i = 0; i < 2; i++) {
      Map<String, PeerSetting> best = fleet.ready(WORKLOAD, 2);
      assertThat(best).containsOnlyKeys("pytorch", "pytorch-channels-last");
      PeerSetting one = best.get("pytorch");
      assertThat(one.threads()).isEqualTo(1);
      assertThat(fleet.medianMicros(one, WORKLOAD, Duration.ofMillis(1))).isEqualTo(1);
      fleet.release(WORKLOAD, 2);
    }
    assertThat(err.toString(UTF_8).lines())
        .filteredOn(line -> line.contains("No module named"))
        .hasSize(2);
  }

  @Test
  void holds_peers_to_the_instructions_that_the_launcher_chose() {
    Map<String, String> environment = new HashMap<>(Map.of("XLA_FLAGS", "--xla_dump_to=/tmp"));

    InstructionSet.NATIVE.applyTo(environment);
    assertThat(environment).hasSize(1);
    InstructionSet.AVX2.applyTo(environment);
    assertThat(environment)
        .containsEntry("XLA_FLAGS", "--xla_dump_to=/tmp --xla_cpu_max_isa=AVX2")
        .containsEntry("OPENBLAS_CORETYPE", "Haswell")
        .containsEntry("ATEN_CPU_CAPABILITY", "avx2");
  }

  @Test
  void keeps_from_peers_what_would_hold_their_matrix_library_back() {
    Map<String, String> inherited = new HashMap<>();
    inherited.put("OPENBLAS_CORETYPE", "Haswell");
    inherited.put("OPENBLAS_L2_SIZE", "262144");
    inherited.put("OPENBLAS_NUM_THREADS", "64");
    inherited.put("PATH", "/bin");

    PeerSetting setting = PeerSetting.ofJava(1).getFirst();
    setting.applyTo(inherited);

    assertThat(inherited)
        .containsOnlyKeys("PATH", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
        .containsEntry("OPENBLAS_NUM_THREADS", "1")
        .containsEntry("PATH", "/bin");
  }
}
