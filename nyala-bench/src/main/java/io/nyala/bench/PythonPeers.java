// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Peers in Python, each measured by a script that prints a line of JSON. They need a Python with
 * their packages, named by an environment variable. Without it there are none, which is reported
 * once.
 */
final class PythonPeers {
  /** The property with the folder of the scripts; set by the launcher. */
  private static final String FOLDER = "nyala.bench.scripts";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final String python; // or null
  private final Path script;
  private final PrintStream stderr;
  private boolean told;

  /**
   * Creates the peers.
   *
   * @param python the command, or null
   * @param script the script, which measures the workloads whose names are its arguments
   */
  PythonPeers(String python, Path script, PrintStream stderr) {
    this.python = python;
    this.script = script;
    this.stderr = stderr;
  }

  /** Returns the command of the Python that has the peers' packages, or null. */
  static String command() {
    String python = System.getenv("NYALA_PYTHON");
    return python == null || python.isBlank() ? null : python;
  }

  /** Returns the folder of the scripts. */
  static Path folder() {
    return Path.of(System.getProperty(FOLDER, "bench"));
  }

  /** Returns the peers of agents: Gymnasium and Keras. */
  static PythonPeers ofAgents(PrintStream stderr) {
    return new PythonPeers(command(), folder().resolve("agents_bench.py"), stderr);
  }

  /** Returns the peers of networks of the zoo: Keras on two engines, and PyTorch. */
  static PythonPeers ofZoo(PrintStream stderr) {
    return new PythonPeers(command(), folder().resolve("zoo_bench.py"), stderr);
  }

  /**
   * Measures a step before and after its peers, because the machine may be busier than it was.
   *
   * @param step ours, warmed up
   * @param options further arguments of the script
   */
  BenchReport.Row row(String workload, int threads, Step step, Duration time, String... options) {
    double before = StepTimer.medianMicros(step, time);
    Map<String, Double> others = micros(workload, options);
    double after = StepTimer.medianMicros(step, time);
    return new BenchReport.Row(workload, threads, (before + after) / 2, others, Double.NaN);
  }

  /**
   * Returns the time of a step in microseconds, by the peer's name; empty if there is none.
   *
   * @param options further arguments of the script
   */
  Map<String, Double> micros(String workload, String... options) {
    if (python == null) {
      if (!told) {
        stderr.println(
            "nyala: NYALA_PYTHON names no Python with the packages of the peers, so only our own times are measured");
      }
      told = true;
      return Map.of();
    }
    try {
      Map<String, Double> micros = new LinkedHashMap<>();
      for (String line : ask(workload, options)) {
        Map<String, Object> answer = JSON.std.mapFrom(line);
        double each = ((Number) answer.get("us_median")).doubleValue();
        micros.put(String.valueOf(answer.get("peer")), each);
      }
      return micros;
    } catch (IOException e) {
      stderr.println("nyala: the peer of %s failed: %s".formatted(workload, e.getMessage()));
      return Map.of();
    }
  }

  /** Returns the lines of JSON that the script prints; it may print others too. */
  private List<String> ask(String workload, String... options) throws IOException {
    Path out = Files.createTempFile("nyala-peer-", ".json");
    Path errors = Files.createTempFile("nyala-peer-", ".log");
    try {
      List<String> command = new ArrayList<>(List.of(python, script.toString(), workload));
      command.addAll(List.of(options));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile());
      InstructionSet.current().applyTo(builder.environment());
      Process process = builder.start();
      if (!await(process)) {
        throw new IOException("no answer within %d s".formatted(PATIENCE.toSeconds()));
      }
      if (process.exitValue() != 0) {
        throw new IOException(lastLine(errors));
      }
      List<String> lines =
          Files.readAllLines(out, StandardCharsets.UTF_8).stream()
              .filter(line -> line.startsWith("{"))
              .toList();
      if (lines.isEmpty()) {
        throw new IOException(lastLine(errors));
      }
      return lines;
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }

  private static boolean await(Process process) throws IOException {
    try {
      return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a peer", e);
    } finally {
      process.destroy();
    }
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }
}
