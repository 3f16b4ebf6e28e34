// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.DoubleSupplier;

/**
 * Measures the peak performance of this machine: multiply-adds from registers, and passes over
 * memory. Each is the best of many short runs on all threads at once, so that the effect of
 * resources shared by cores is included.
 */
final class MachineSpeed {
  private static final int TRIES = 60;
  private static final int FMA_ROUNDS = 100_000;
  private static final int PASS_ELEMENTS = 1 << 20;
  private static final int BYTES_READ_AND_WRITTEN = 24;
  private static final int BYTES_HELD = 12;

  private MachineSpeed() {}

  /**
   * Measures multiply-adds.
   *
   * @param threads the number of parallel threads
   * @return floating-point operations per microsecond of all threads together
   */
  static double operationsPerMicro(int threads) {
    return together(
        threads,
        () -> {
          double best = 0;
          for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            PeakFma.run(FMA_ROUNDS);
            double micros = (System.nanoTime() - start) / 1e3;
            best = Math.max(best, (double) FMA_ROUNDS * PeakFma.operationsPerRound() / micros);
          }
          return best;
        });
  }

  /**
   * Measures passes that read and write three arrays, as an optimizer with two slots does.
   *
   * @param bytes the total size of the three arrays, which determines the cache level that is
   *     measured
   * @param threads the number of parallel threads, each with a part of the arrays
   * @return bytes read and written per microsecond of all threads together
   */
  static double bytesPerMicro(long bytes, int threads) {
    int elements = (int) Math.max(64, bytes / BYTES_HELD / threads);
    int passes = Math.max(1, PASS_ELEMENTS / elements);
    return together(
        threads,
        () -> {
          float[] weights = new float[elements];
          float[] first = new float[elements];
          float[] second = new float[elements];
          double best = 0;
          for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            for (int pass = 0; pass < passes; pass++) {
              update(weights, first, second);
            }
            double micros = (System.nanoTime() - start) / 1e3;
            best = Math.max(best, (double) passes * elements * BYTES_READ_AND_WRITTEN / micros);
          }
          return best;
        });
  }

  /**
   * The minimum arithmetic for which the compiler loads and stores all three arrays; it is
   * vectorised.
   */
  private static void update(float[] weights, float[] first, float[] second) {
    for (int i = 0; i < weights.length; i++) {
      float a = first[i] * 0.9f + 0.1f;
      float b = second[i] * 0.99f + 0.01f;
      first[i] = a;
      second[i] = b;
      weights[i] -= a * b;
    }
  }

  private static double together(int threads, DoubleSupplier measurement) {
    DoubleAdder sum = new DoubleAdder();
    CountDownLatch start = new CountDownLatch(threads);
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    start.countDown();
                    try {
                      start.await();
                    } catch (InterruptedException e) {
                      return;
                    }
                    sum.add(measurement.getAsDouble());
                  });
    }
    for (Thread thread : all) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while measuring the machine", e);
      }
    }
    return sum.sum();
  }
}
