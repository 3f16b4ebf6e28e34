// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.api.NyalaVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that do not fit together are told so at once. */
class AgreementTest {
  private static final byte[] SECRET = "0123456789abcdef".getBytes();

  @TempDir Path folder;

  private interface Work {
    String of(ClusterWorker worker) throws Exception;
  }

  private static List<Future<String>> together(
      int workers, UnaryOperator<ClusterSettings> settings, Work work) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      for (int r = 0; r < workers; r++) {
        ClusterSettings mine =
            settings.apply(
                ClusterSettings.of(r, workers)
                    .rendezvous("127.0.0.1:" + port)
                    .host("127.0.0.1")
                    .timeout(Duration.ofSeconds(20))
                    .secret(SECRET));
        results.add(
            threads.submit(
                () -> {
                  try (ClusterWorker worker = ClusterWorker.join(mine)) {
                    return work.of(worker);
                  }
                }));
      }
    }
    return results;
  }

  private static void allFail(List<Future<String>> results, Class<?> type, String... messages) {
    for (Future<String> each : results) {
      assertThatThrownBy(each::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(type)
          .message()
          .contains(messages);
    }
  }

  @Test
  void another_number_of_shards_is_refused_by_all() throws Exception {
    allFail(
        together(3, s -> s, w -> Networks.ADAM.train(w.distribution(w.rank() == 2 ? 5 : 6), null)),
        IllegalArgumentException.class,
        "worker 2 differs from worker 0",
        "shards 6, not 5",
        "same program");
  }

  @Test
  void another_model_is_refused_by_all() throws Exception {
    allFail(
        together(
            2,
            s -> s,
            w ->
                (w.isFirst() ? Networks.ADAM : Networks.NADAM)
                    .train(w.distribution(Networks.SHARDS), null)),
        IllegalArgumentException.class,
        "worker 1 differs from worker 0",
        "optimizer Adam, not Nadam");
  }

  /** A worker that has ended is named, not waited for. */
  @Test
  void a_worker_that_ends_early_is_named() throws Exception {
    List<Future<String>> all =
        together(
            2,
            s -> s,
            w ->
                w.isFirst()
                    ? Networks.ADAM.train(w.distribution(Networks.SHARDS), null)
                    : "left without training");
    assertThat(all.get(1).get()).startsWith("left");
    assertThatThrownBy(all.get(0)::get)
        .cause()
        .isInstanceOfSatisfying(ClusterException.class, e -> assertThat(e.rank()).isOne())
        .hasMessageContaining(
            "worker 1 has ended while this worker was waiting for the settings of the training");
  }

  @Test
  void other_kernels_are_refused() throws Exception {
    try (Processes all = Processes.none(folder)) {
      all.add(0, 2, Networks.ADAM, null, List.of(), Map.of());
      all.add(1, 2, Networks.ADAM, null, List.of("-Dnyala.kernels=scalar"), Map.of());
      assertThat(all.exit(1)).isEqualTo(3);
      assertThat(all.output(1))
          .containsPattern(
              "worker 0 refused this worker \\(1\\): it computes with scalar kernels, worker 0 with"
                  + " vector kernels of \\d+ bits, so that their bits would differ");
      all.process(0).destroy();
    }
  }

  @Test
  void other_versions_are_refused_on_the_class_path() throws Exception {
    Path version = folder.resolve("other/io/nyala/api/version.txt");
    Files.createDirectories(version.getParent());
    Files.writeString(version, "9.8.7");
    try (Processes all = Processes.none(folder)) {
      all.add(0, 2, Networks.ADAM, null, List.of(), Map.of());
      all.hiding(folder.resolve("other"));
      all.add(1, 2, Networks.ADAM, null, List.of(), Map.of());
      assertThat(all.exit(1)).isEqualTo(3);
      assertThat(all.output(1))
          .contains(
              "worker 0 refused this worker (1): it has Nyala 9.8.7, worker 0 has "
                  + NyalaVersion.number());
      all.process(0).destroy();
    }
  }

  @Test
  void a_missing_worker_is_named() throws Exception {
    ClusterSettings alone =
        ClusterSettings.of(0, 3)
            .listenOn(java.nio.channels.ServerSocketChannel.open().bind(null))
            .joinTimeout(Duration.ofMillis(300))
            .secret(SECRET);
    assertThatThrownBy(() -> ClusterWorker.join(alone))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("workers [1, 2] did not join within 0 s");
  }

  /** The certificate is made by the JDK's own tool. */
  @Test
  void connections_can_be_encrypted() throws Exception {
    Path store = folder.resolve("cluster.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "nyala",
                "-keyalg",
                "EC",
                "-dname",
                "CN=nyala",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "change it")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();

    String alone = Networks.ADAM.alone();
    for (Future<String> each :
        together(
            3,
            s -> s.tls(store, "change it".toCharArray()),
            w -> Networks.ADAM.train(w.distribution(Networks.SHARDS), null))) {
      assertThat(each.get()).isEqualTo(alone);
    }
  }

  @Test
  void settings_explain_themselves() {
    assertThatThrownBy(() -> ClusterSettings.of(2, 2))
        .hasMessage(
            "the rank of a worker is from 0 to before the number of workers, got rank 2 of 2 workers");
    assertThatThrownBy(() -> ClusterSettings.of(0, 2).secret(new byte[5]))
        .hasMessageContaining("at least 16 bytes, got 5");
    assertThatThrownBy(() -> ClusterSettings.of(0, 2).rendezvous("node-0"))
        .hasMessageContaining("must be host:port");
    assertThatThrownBy(() -> ClusterWorker.join(ClusterSettings.of(0, 2).secret(new byte[16])))
        .hasMessageContaining("need a rendezvous");
    assertThatThrownBy(() -> ClusterSettings.fromEnvironment(Map.of("NYALA_RANK", "one")))
        .hasMessage("NYALA_RANK must be a whole number, got one");
  }
}
