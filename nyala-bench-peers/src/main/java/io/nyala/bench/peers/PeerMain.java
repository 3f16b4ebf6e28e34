// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench.peers;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.bench.Contender;
import io.nyala.bench.Step;
import io.nyala.bench.StepTimer;
import io.nyala.bench.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves one peer: {@code PeerMain libtorch|djl THREADS}. Each line of standard input is a command, {@code prepare NAME MILLIS}, {@code measure NAME MILLIS} or {@code release NAME}. The response is one line of JSON with {@code workload} and {@code us_median}, {@code witness} or {@code error}. The process ends with its standard input, so that it never outlives the benchmark.
 */
public final class PeerMain {
  private final Contender peer;
  private final int threads;
  private final Map<String, Step> steps = new HashMap<>();

  private PeerMain(Contender peer, int threads) {
    this.peer = peer;
    this.threads = threads;
  }

  /**
   * Serves until standard input ends.
   * @param args the peer's name and the maximum number of threads
   * @throws IOException if standard input cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: PeerMain libtorch|djl THREADS");
    }
    int threads = Integer.parseInt(args[1]);
    new PeerMain(peer(args[0]), threads).serve();
    // Native thread pools of the peer must not keep the process alive.
    System.exit(0);
  }

  private static Contender peer(String name) {
    return switch (name) {
      case LibTorchPeer.NAME -> new LibTorchPeer();
      case DjlPeer.NAME -> new DjlPeer();
      default ->
          throw new IllegalArgumentException(
              "there is no peer '" + name + "'; known: libtorch, djl");
    };
  }

  private void serve() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.trim().split(" ");
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("workload", words.length > 1 ? words[1] : "");
      try {
        obey(words, answer);
      } catch (RuntimeException | LinkageError e) {
        answer.put(
            "error",
            e instanceof UnsupportedOperationException
                ? "this network is not implemented"
                : e.toString());
      }
      System.out.println(JSON.std.asString(answer));
      System.out.flush();
    }
  }

  private void obey(String[] words, Map<String, Object> answer) {
    String name = words[1];
    switch (words[0]) {
      case "prepare" -> {
        Workload workload = Workload.named(name).orElseThrow();
        Step step = peer.prepare(workload, workload.threads(threads));
        steps.put(name, step);
        Duration budget = Duration.ofMillis(Long.parseLong(words[2]));
        StepTimer.warmUp(step, budget.dividedBy(4), budget);
        answer.put("witness", step.witness());
      }
      case "measure" -> {
        Duration budget = Duration.ofMillis(Long.parseLong(words[2]));
        answer.put("us_median", StepTimer.medianMicros(steps.get(name), budget));
      }
      case "release" -> steps.remove(name).close();
      default -> throw new IllegalArgumentException("unknown command '" + words[0] + "'");
    }
  }
}
