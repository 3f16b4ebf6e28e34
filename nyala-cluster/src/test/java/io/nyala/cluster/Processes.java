// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Workers in processes of their own, on loopback. */
final class Processes implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 100;

  private final Path folder;
  private final List<Process> all = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();
  private final int port;
  private Path before; // classes and files in front of the others, or null

  private Processes(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  /** Starts all workers of a training. */
  static Processes start(Path folder, int workers, Networks network, Path checkpoints)
      throws IOException {
    Processes started = new Processes(folder);
    for (int rank = 0; rank < workers; rank++) {
      started.add(rank, workers, network, checkpoints, List.of(), Map.of());
    }
    return started;
  }

  static Processes none(Path folder) throws IOException {
    return new Processes(folder);
  }

  /** Sets a folder on the class path of the next workers that hides parts of the others. */
  void hiding(Path folder) {
    before = folder;
  }

  void add(
      int rank,
      int workers,
      Networks network,
      Path checkpoints,
      List<String> options,
      Map<String, String> environment)
      throws IOException {
    List<String> jvm =
        new ArrayList<>(
            List.of(
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dnyala.threads=1"));
    jvm.addAll(options);
    ProcessBuilder builder =
        ChildJvm.running(
            Program.class.getName(),
            jvm,
            List.of(network.name(), checkpoints == null ? "-" : checkpoints.toString()));
    if (before != null) {
      int path = builder.command().indexOf("-cp") + 1;
      builder.command().set(path, before + File.pathSeparator + builder.command().get(path));
    }
    builder.environment().put("NYALA_RANK", String.valueOf(rank));
    builder.environment().put("NYALA_WORKERS", String.valueOf(workers));
    builder.environment().put("NYALA_RENDEZVOUS", "127.0.0.1:" + port);
    builder.environment().put("NYALA_HOST", "127.0.0.1");
    builder.environment().put("NYALA_SECRET", "a secret of the tests of nyala-cluster");
    builder.environment().put("NYALA_TIMEOUT", "30");
    builder.environment().putAll(environment);
    Path output = Files.createTempFile(folder, "worker" + rank + "-", ".txt");
    outputs.add(output);
    all.add(builder.redirectErrorStream(true).redirectOutput(output.toFile()).start());
  }

  int port() {
    return port;
  }

  InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  Process process(int i) {
    return all.get(i);
  }

  /** Waits for a process and returns its exit value. */
  int exit(int i) throws InterruptedException, IOException {
    assertThat(all.get(i).waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(output(i)).isTrue();
    return all.get(i).exitValue();
  }

  String output(int i) throws IOException {
    return Files.readString(outputs.get(i), StandardCharsets.UTF_8);
  }

  private String everything() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      text.append("worker ").append(i).append(":\n").append(output(i));
    }
    return text.toString();
  }

  /** Returns the result of a worker that must have succeeded. */
  String result(int i) throws InterruptedException, IOException {
    assertThat(exit(i)).as(everything()).isZero();
    return output(i)
        .lines()
        .filter(line -> line.startsWith("result "))
        .findFirst()
        .orElseThrow()
        .substring("result ".length());
  }

  @Override
  public void close() {
    all.forEach(Process::destroyForcibly);
  }
}
