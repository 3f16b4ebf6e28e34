// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.peers.GradientSum;
import io.nyala.peers.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The cost model of docs/cluster.md against workers that compute nothing but send everything. */
class CostModelTest {
  private static final double MEGA = 1e6;

  /** Small buffers: 64 workers have eight thousand of them. */
  private static final int BUFFER = 1 << 14;

  /** A worker that sleeps instead of computing, and exchanges what a training exchanges. */
  private static final class Idler implements AutoCloseable {
    private final CostModel model;
    private final Mesh mesh;
    private final int[] bounds;
    private final GradientSum sum;
    private final float[][] gradients;

    Idler(CostModel model, int rank, Wire[] wires) {
      this.model = model;
      this.mesh = new Mesh(rank, wires, Duration.ofSeconds(100), BUFFER);
      int slices = model.rounds() * model.workers();
      this.bounds = new int[slices + 1];
      Arrays.setAll(bounds, s -> (int) ((long) model.weights() * s / slices));
      this.sum = new SliceSum(mesh, bounds);
      this.gradients = new float[model.each()][model.weights()];
    }

    void step() throws InterruptedException {
      for (float[] gradient : gradients) {
        Arrays.fill(gradient, 1);
      }
      sum.begin(model.workers() * model.each());
      double waited = 0;
      for (int s = 0; s < model.each(); s++) {
        int rounds = model.rounds();
        for (int r = rounds - 1; r >= 0; r--) {
          double done = s + 1 - CostModel.BACKWARD * r / rounds;
          sleep(model.compute() * (done - waited));
          waited = done;
          sum.ready(mesh.rank() * model.each() + s, gradients[s], bounds[r * model.workers()]);
        }
      }
      sum.finish(gradients[0]);
      int[] words = new int[model.workers()];
      int[] one = new int[model.workers() + 1];
      Arrays.setAll(one, i -> i);
      mesh.gather(Topic.RESULTS, words, one);
      mesh.gather(Topic.WEIGHTS, gradients[0], bounds);
    }

    void check() {
      for (float sum : gradients[0]) {
        if (sum != model.workers() * model.each()) {
          throw new AssertionError("a sum of ones is " + sum);
        }
      }
    }

    private static void sleep(double seconds) throws InterruptedException {
      TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    }

    @Override
    public void close() {
      mesh.close();
    }
  }

  /** Makes steps with all workers and returns the median of their durations, in seconds. */
  private static double simulate(CostModel model, SlowNetwork network, int steps) throws Exception {
    Wire[][] wires = network.wires();
    CyclicBarrier start = new CyclicBarrier(model.workers());
    double[] seconds = new double[steps];
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(model.workers())) {
      for (int w = 0; w < model.workers(); w++) {
        int rank = w;
        all.add(
            threads.submit(
                () -> {
                  try (Idler worker = new Idler(model, rank, wires[rank])) {
                    for (int i = 0; i < steps; i++) {
                      start.await();
                      long begin = System.nanoTime();
                      worker.step();
                      start.await();
                      if (rank == 0) {
                        seconds[i] = (System.nanoTime() - begin) / 1e9;
                      }
                      worker.check();
                    }
                    return null;
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    Arrays.sort(seconds);
    return seconds[steps / 2];
  }

  @Test
  void a_worker_sends_as_many_bytes_as_the_model_says() throws Exception {
    for (int each = 1; each <= 2; each++) {
      CostModel model = new CostModel(500_000, 4, each, 0, Double.POSITIVE_INFINITY, 0);
      SlowNetwork network = new SlowNetwork(4, Double.POSITIVE_INFINITY, 0);
      simulate(model, network, 3);
      for (int w = 0; w < 4; w++) {
        assertThat((double) network.sent(w))
            .isCloseTo(3 * model.bytes(), Percentage.withPercentage(0.5));
      }
    }
  }

  /** Prints how well the model predicts; needs a machine with little else to do. */
  @Test
  @EnabledIfSystemProperty(
      named = "nyala.simulate",
      matches = "true",
      disabledReason = "simulates slow networks for minutes: -Dnyala.simulate=true")
  void the_model_predicts_the_time_of_a_step() throws Exception {
    List<CostModel> cases =
        List.of(
            new CostModel(1_000_000, 2, 1, 1.2, 6 * MEGA, 4e-3),
            new CostModel(1_000_000, 8, 1, 3, 6 * MEGA, 4e-3),
            new CostModel(1_000_000, 8, 1, 1.2, 6 * MEGA, 4e-3),
            new CostModel(1_000_000, 8, 1, 0.4, 6 * MEGA, 4e-3),
            new CostModel(1_000_000, 8, 2, 1.2, 6 * MEGA, 4e-3),
            new CostModel(1_000_000, 8, 4, 0.4, 6 * MEGA, 4e-3),
            new CostModel(1_000_000, 8, 1, 1.2, 6 * MEGA, 0.1),
            new CostModel(1_000_000, 16, 1, 2.4, 3 * MEGA, 4e-3),
            new CostModel(1_000_000, 32, 1, 4.8, 1.5 * MEGA, 4e-3),
            new CostModel(1_000_000, 64, 1, 9.6, 0.75 * MEGA, 4e-3));
    for (CostModel model : cases) {
      SlowNetwork network = new SlowNetwork(model.workers(), model.bytesPerSecond(), model.delay());
      double seconds = simulate(model, network, 3);
      System.out.printf(
          Locale.ROOT,
          "| %d | %d | %.0f ms | %.0f Mbit/s | %.0f ms | %.0f ms | %.0f ms | %+.1f %% |%n",
          model.workers(),
          model.each(),
          1e3 * model.compute(),
          8 * model.bytesPerSecond() / MEGA,
          1e3 * model.delay(),
          1e3 * model.step(),
          1e3 * seconds,
          100 * (model.step() / seconds - 1));
      // A lower limit: the model leaves out that several workers may send to one at the same time.
      assertThat(model.step()).isBetween(seconds / 2, 1.05 * seconds);
    }
  }

  /** {@code -Dnyala.simulate=true} prints the table of docs/cluster.md. */
  @Test
  void more_bytes_need_more_computation() {
    StringBuilder table = new StringBuilder();
    for (int weights : new int[] {300_000, 3_000_000, 25_600_000, 100_000_000, 350_000_000}) {
      table.append(String.format(Locale.ROOT, "| %,d |", weights));
      double before = Double.POSITIVE_INFINITY;
      for (double gigabit : new double[] {1, 10, 25}) {
        for (int workers : new int[] {8, 64}) {
          double least =
              CostModel.worthwhile(weights, workers, 0.94 * gigabit * 1e9 / 8, 1e-4, 0.8);
          table.append(String.format(Locale.ROOT, " %.3g s |", least));
          if (workers == 8) {
            assertThat(least).isLessThan(before);
            before = least;
          }
        }
      }
      table.append('\n');
    }
    if (Boolean.getBoolean("nyala.simulate")) {
      System.out.println(table);
    }
  }
}
