// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.kernel.WorkerPool;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures whole calls of {@code fit}, including shuffling, with increasing numbers of rows or
 * epochs. If the cost grows linearly, the time of a step is the same in every row of the report.
 */
final class FitBenchmark implements Benchmark {
  /** The number of rows of the smallest call: 100 steps. */
  static final int ROWS = 3200;

  private static final Workload.MlpTraining NETWORK =
      new Workload.MlpTraining(
          "fit", List.of(9, 32, 32, 32, 32, 16, 1), 32, Workload.Loss.MEAN_ABSOLUTE_ERROR);

  private static final Duration TIME = Duration.ofSeconds(1);
  private static final Duration WARM_UP_WINDOW = Duration.ofMillis(250);
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final String name;
  private final int rows;
  private final int epochs;

  private FitBenchmark(String name, int rows, int epochs) {
    this.name = name;
    this.rows = rows;
    this.epochs = epochs;
  }

  /** Lists the calls: 1, 10 and 100 times the rows, then 100 times the epochs. */
  static List<Benchmark> all() {
    return List.of(
        new FitBenchmark("fit-rows-1x", ROWS, 1),
        new FitBenchmark("fit-rows-10x", 10 * ROWS, 1),
        new FitBenchmark("fit-rows-100x", 100 * ROWS, 1),
        new FitBenchmark("fit-epochs-100x", ROWS, 100));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "a step of fit with mlp-deep's network, " + rows + " rows, epochs: " + epochs;
  }

  @Override
  public BenchReport.Row run(int threads) {
    WorkerPool.useThreads(threads);
    Fit fit = new Fit();
    StepTimer.warmUp(fit, WARM_UP_WINDOW, WARM_UP);
    double micros = StepTimer.medianMicros(fit, TIME);
    double peak = MachineSpeed.operationsPerMicro(threads);
    double floor = Floor.micros(NETWORK, peak, threads);
    return new BenchReport.Row(name, threads, micros, Map.of(), floor);
  }

  /** A call of {@code fit}. */
  private final class Fit implements Step {
    private final Model model = NyalaContender.compiled(NETWORK);
    private final Tensor x;
    private final Tensor y;
    private final FitOptions options =
        FitOptions.fit().batchSize(NETWORK.batch()).epochs(epochs).seed(1);

    Fit() {
      int columns = NETWORK.widths().getFirst();
      float[] features = WorkloadData.features(rows, columns);
      x = Tensor.of(Shape.of(rows, columns), features);
      y = Tensor.of(Shape.of(rows, 1), WorkloadData.targets(features, rows));
    }

    @Override
    public void run() {
      model.fit(x, y, options);
    }

    @Override
    public int count() {
      return epochs * (rows / NETWORK.batch());
    }

    @Override
    public double witness() {
      return model.evaluate(x, y).get("loss");
    }
  }
}
