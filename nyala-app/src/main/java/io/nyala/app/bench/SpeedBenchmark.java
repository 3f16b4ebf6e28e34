// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.bench;

import io.nyala.app.report.BenchReport;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures one workload: ours and the peers in turn, several rounds in one run, so that all meet
 * the same clock speed and the same neighbours. A time is the median of the rounds' medians.
 */
public final class SpeedBenchmark implements Benchmark {
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofMillis(300);
  private static final Duration WARM_UP_WINDOW = Duration.ofMillis(250);
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Workload workload;
  private final Contender ours;
  private final PeerFleet peers;
  private final Floor floor;

  private SpeedBenchmark(Workload workload, Contender ours, PeerFleet peers, Floor floor) {
    this.workload = workload;
    this.ours = ours;
    this.peers = peers;
    this.floor = floor;
  }

  /**
   * List a benchmark for every workload; they share the peers' processes.
   *
   * @param stderr where missing peers are told of
   * @return the benchmarks, in the order of {@link Workload#all()}
   */
  public static List<Benchmark> all(PrintStream stderr) {
    Contender ours = new NyalaContender();
    PeerFleet peers = new PeerFleet(stderr);
    Floor floor = new Floor();
    List<Benchmark> all = new ArrayList<>();
    for (Workload workload : Workload.all()) {
      all.add(new SpeedBenchmark(workload, ours, peers, floor));
    }
    return all;
  }

  @Override
  public String name() {
    return workload.name();
  }

  @Override
  public String description() {
    return workload.description();
  }

  @Override
  public BenchReport.Row run(int asked) throws IOException {
    int threads = workload.threads(asked);
    Map<String, PeerProcess> best = peers.ready(workload, threads);
    double oursMicros = Double.NaN;
    Map<String, Double> peerMicros = new LinkedHashMap<>();
    try (Step step = prepareOurs(threads)) {
      Map<String, double[]> rounds = rounds(step, best);
      for (Map.Entry<String, double[]> entry : rounds.entrySet()) {
        double micros = StepTimer.median(entry.getValue());
        if (entry.getKey().equals(ours.name())) {
          oursMicros = micros;
        } else {
          peerMicros.put(entry.getKey(), micros);
        }
      }
    }
    peers.release(workload, threads);
    double floorMicros = floor.micros(workload, threads);
    return new BenchReport.Row(workload.name(), threads, oursMicros, peerMicros, floorMicros);
  }

  /** Returns null where we cannot do the workload yet: the peers' times are of use all the same. */
  private Step prepareOurs(int threads) {
    try {
      Step step = ours.prepare(workload, threads);
      StepTimer.warmUp(step, WARM_UP_WINDOW, WARM_UP);
      return step;
    } catch (UnsupportedOperationException e) {
      return null;
    }
  }

  private Map<String, double[]> rounds(Step step, Map<String, PeerProcess> best)
      throws IOException {
    Map<String, double[]> micros = new LinkedHashMap<>();
    if (step != null) {
      micros.put(ours.name(), new double[ROUNDS]);
    }
    best.keySet().forEach(peer -> micros.put(peer, new double[ROUNDS]));
    for (int round = 0; round < ROUNDS; round++) {
      if (step != null) {
        micros.get(ours.name())[round] = StepTimer.medianMicros(step, ROUND);
      }
      for (Map.Entry<String, PeerProcess> peer : best.entrySet()) {
        micros.get(peer.getKey())[round] = peer.getValue().medianMicros(workload, ROUND);
      }
    }
    return micros;
  }
}
