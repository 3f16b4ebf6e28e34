// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import io.nyala.kernel.WorkerPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures Nyala in company: beside a busy program on each processor, and confined to one
 * processor. The states alternate in several rounds. A time is the whole time divided by the number
 * of steps, because the median would leave out the steps that waited for a processor.
 */
public final class Company {
  /** What is measured unless something else is named. */
  public static final List<String> USUAL = List.of("mlp-784-b32", "cnn-cifar-b32", "lstm-2x100");

  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration SETTLING = Duration.ofMillis(300);
  private static final Duration WARM_UP_WINDOW = Duration.ofMillis(250);
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Step step;
  private final int threads;
  private final int processors = Runtime.getRuntime().availableProcessors();
  private final double[] alone = new double[ROUNDS];
  private final double[] quiet = new double[ROUNDS];
  private final double[] busy = new double[ROUNDS];
  private final double[] confined = new double[ROUNDS];

  private Company(Step step, int threads) {
    this.step = step;
    this.threads = threads;
  }

  /**
   * Measures a workload. Needs Linux, with {@code sh} and {@code taskset}.
   *
   * @param workload what to run
   * @param threads the number of threads
   * @return a line with microseconds per step: quiet, beside busy programs, on one thread, and on
   *     one processor with all threads; ratios in parentheses
   * @throws IOException if one of the programs cannot be started
   * @throws InterruptedException if the thread is interrupted
   */
  public static String measure(Workload workload, int threads)
      throws IOException, InterruptedException {
    try (Step step = new NyalaContender().prepare(workload, threads)) {
      StepTimer.warmUp(step, WARM_UP_WINDOW, WARM_UP);
      Company company = new Company(step, threads);
      for (int round = 0; round < ROUNDS; round++) {
        company.measure(round);
      }
      return company.line(workload);
    }
  }

  private void measure(int round) throws IOException, InterruptedException {
    WorkerPool.useThreads(1);
    alone[round] = micros();
    WorkerPool.useThreads(threads);
    quiet[round] = micros();
    List<Process> loops = new ArrayList<>();
    try {
      for (int i = 0; i < processors; i++) {
        loops.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
      }
      busy[round] = micros();
    } finally {
      loops.forEach(Process::destroyForcibly);
    }
    for (Process loop : loops) {
      loop.waitFor();
    }
    confine("0");
    try {
      confined[round] = micros();
    } finally {
      confine("0-" + (processors - 1));
    }
  }

  private static void confine(String to) throws IOException, InterruptedException {
    String self = Long.toString(ProcessHandle.current().pid());
    Process taskset =
        new ProcessBuilder("taskset", "-acp", to, self)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset has failed");
    }
  }

  private double micros() {
    run(SETTLING);
    return run(ROUND);
  }

  private double run(Duration time) {
    long start = System.nanoTime();
    long steps = 0;
    long passed;
    do {
      step.run();
      steps += step.count();
      passed = System.nanoTime() - start;
    } while (passed < time.toNanos());
    return passed / 1e3 / steps;
  }

  private String line(Workload workload) {
    return String.format(
        Locale.ROOT,
        "%-18s quiet %8.0f us  busy %8.0f us (%.2f)  one thread %8.0f us  one processor %8.0f us (%.2f)",
        workload.name(),
        StepTimer.median(quiet.clone()),
        StepTimer.median(busy.clone()),
        ratio(busy, quiet),
        StepTimer.median(alone.clone()),
        StepTimer.median(confined.clone()),
        ratio(confined, alone));
  }

  /** Returns the median of the ratios of the rounds. */
  private static double ratio(double[] times, double[] to) {
    double[] ratios = new double[ROUNDS];
    Arrays.setAll(ratios, i -> times[i] / to[i]);
    return StepTimer.median(ratios);
  }
}
