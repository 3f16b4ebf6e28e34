// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A peer in a separate JVM or Python, so that its threads, native memory and environment variables
 * are isolated. It sleeps between requests and ends with this process.
 */
final class PeerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Compilers of whole networks take minutes. */
  private static final Duration PATIENCE_WITH_COMPILERS = Duration.ofMinutes(10);

  private static final String END = "";

  private final Process process;
  private final Writer orders;
  private final Path errors;
  private final Duration patience;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private PeerProcess(Process process, Path errors, Duration patience) {
    this.process = process;
    this.errors = errors;
    this.patience = patience;
    orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("peer-answers").start(this::readAnswers);
  }

  /**
   * Starts a peer in Java.
   *
   * @param classPath jars and folders of the peers
   * @param cache the folder for native files that the peers unpack
   * @param setting the peer and its setting
   */
  static PeerProcess start(String classPath, Path cache, PeerSetting setting) throws IOException {
    return start(
        setting,
        PATIENCE,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xmx1g",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("javacpp"),
        // Memory is freed by scopes; querying its size from the system at each call is slow.
        "-Dorg.bytedeco.javacpp.nopointergc=true",
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
        "-DDJL_CACHE_DIR=" + cache.resolve("djl"),
        "-Dai.djl.offline=true",
        "-cp",
        classPath,
        "io.nyala.bench.peers.PeerMain",
        setting.peer(),
        String.valueOf(setting.peerThreads()));
  }

  /**
   * Starts a peer in Python.
   *
   * @param python the command
   * @param folder the folder of the scripts
   * @param setting the peer and its setting
   */
  static PeerProcess startPython(String python, Path folder, PeerSetting setting)
      throws IOException {
    return start(
        setting,
        PATIENCE_WITH_COMPILERS,
        python,
        folder.resolve(setting.script()).toString(),
        "--serve",
        "--peer",
        setting.peer(),
        "--threads",
        String.valueOf(setting.peerThreads()));
  }

  private static PeerProcess start(PeerSetting setting, Duration patience, String... command)
      throws IOException {
    Path errors = Files.createTempFile("nyala-peer-", ".log");
    errors.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command);
    setting.applyTo(builder.environment());
    builder.redirectError(errors.toFile());
    return new PeerProcess(builder.start(), errors, patience);
  }

  /** Builds and warms up a workload. */
  void prepare(Workload workload, Duration budget) throws IOException {
    ask("prepare " + workload.name() + " " + budget.toMillis());
  }

  /** Returns the median time of one step in microseconds. */
  double medianMicros(Workload workload, Duration budget) throws IOException {
    Map<String, Object> answer = ask("measure " + workload.name() + " " + budget.toMillis());
    return ((Number) answer.get("us_median")).doubleValue();
  }

  /** Frees the resources of a workload. */
  void release(Workload workload) throws IOException {
    ask("release " + workload.name());
  }

  @Override
  public void close() {
    process.destroy();
  }

  private Map<String, Object> ask(String order) throws IOException {
    String answer;
    try {
      orders.write(order + "\n");
      orders.flush();
    } catch (IOException e) {
      // The pipe is broken because the peer ended; its last output says more than the exception.
    }
    try {
      answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a peer", e);
    }
    if (answer == null) {
      close();
      throw new PeerEndedException(
          "no response within " + patience.toSeconds() + " s to: " + order);
    }
    if (answer.equals(END)) {
      answers.add(END); // for later requests
      throw new PeerEndedException("the peer ended; its last output: " + lastWords());
    }
    Map<String, Object> values = JSON.std.mapFrom(answer);
    if (values.get("error") != null) {
      throw new IOException(values.get("error").toString());
    }
    return values;
  }

  /** Forwards only lines that are responses, because native libraries may print others. */
  private void readAnswers() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().filter(line -> line.startsWith("{\"workload\"")).forEach(answers::add);
    } catch (IOException | UncheckedIOException e) {
      // A broken stream has ended too.
    }
    answers.add(END);
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
    int from = Math.max(0, lines.size() - 2);
    return lines.isEmpty() ? "none" : String.join(" ", lines.subList(from, lines.size()));
  }
}
