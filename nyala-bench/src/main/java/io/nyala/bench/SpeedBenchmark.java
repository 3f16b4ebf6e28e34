// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures a workload with Nyala and the peers alternately, in several rounds, so that all run at
 * the same clock speed and under the same load. A time is the median of the medians of the rounds.
 */
public final class SpeedBenchmark implements Benchmark {
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofMillis(300);
  private static final Duration WARM_UP_WINDOW = Duration.ofMillis(500);
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private final Workload workload;
  private final Contender ours;
  private final PeerFleet peers;

  private SpeedBenchmark(Workload workload, Contender ours, PeerFleet peers) {
    this.workload = workload;
    this.ours = ours;
    this.peers = peers;
  }

  /**
   * Lists the benchmarks of all workloads, which share the processes of the peers, and those of
   * whole fits, of images from files, of agents, of the networks of the zoo, and of sums over
   * workers.
   *
   * @param stderr the stream for messages about missing peers
   * @return the benchmarks, in the order of {@link Workload#all()}
   */
  public static List<Benchmark> all(PrintStream stderr) {
    Contender ours = new NyalaContender();
    PeerFleet peers = new PeerFleet(PythonPeers.command(), PythonPeers.folder(), stderr);
    List<Benchmark> all = new ArrayList<>();
    for (Workload workload : Workload.all()) {
      all.add(new SpeedBenchmark(workload, ours, peers));
    }
    all.addAll(FitBenchmark.all());
    all.addAll(ImageBenchmark.all());
    all.addAll(AgentBenchmark.all(stderr));
    all.addAll(ZooBenchmark.all(stderr));
    all.addAll(AllReduceBenchmark.all());
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
    Map<String, PeerSetting> best = peers.ready(workload, threads);
    Rounds rounds = new Rounds(best.keySet());
    try (Step step = prepareOurs(threads)) {
      for (int round = 0; round < ROUNDS; round++) {
        rounds.peak[round] = MachineSpeed.operationsPerMicro(threads);
        rounds.ours[round] = step == null ? Double.NaN : StepTimer.medianMicros(step, ROUND);
        for (Map.Entry<String, PeerSetting> peer : best.entrySet()) {
          double micros = peers.medianMicros(peer.getValue(), workload, ROUND);
          rounds.peers.get(peer.getKey())[round] = micros;
        }
      }
    }
    peers.release(workload, threads);
    double peak = StepTimer.median(rounds.peak);
    double floor = Floor.micros(workload, peak, threads);
    return new BenchReport.Row(
        workload.name(),
        threads,
        StepTimer.median(rounds.ours),
        rounds.peerMedians(),
        floor,
        KernelShares.of(workload, peak));
  }

  /** Returns null if Nyala does not support the workload yet; the peers' times are still useful. */
  private Step prepareOurs(int threads) {
    try {
      Step step = ours.prepare(workload, threads);
      StepTimer.warmUp(step, WARM_UP_WINDOW, WARM_UP);
      return step;
    } catch (UnsupportedOperationException e) {
      return null;
    }
  }

  /** The measurements of each round, including the machine's peak, because clock speeds vary. */
  private static final class Rounds {
    private final double[] peak = new double[ROUNDS];
    private final double[] ours = new double[ROUNDS];
    private final Map<String, double[]> peers = new LinkedHashMap<>();

    Rounds(Set<String> names) {
      names.forEach(name -> peers.put(name, new double[ROUNDS]));
    }

    Map<String, Double> peerMedians() {
      Map<String, Double> medians = new LinkedHashMap<>();
      peers.forEach(
          (name, all) -> {
            double[] measured = Arrays.stream(all).filter(t -> !Double.isNaN(t)).toArray();
            if (measured.length > 0) {
              medians.put(name, StepTimer.median(measured));
            }
          });
      return medians;
    }
  }
}
