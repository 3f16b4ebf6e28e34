// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import java.util.Locale;
import java.util.Map;

/**
 * Prints nanoseconds per call and per element of each kernel whose name contains the first
 * argument; no test. Run it with {@code -cp target/classes:target/test-classes --add-modules
 * jdk.incubator.vector}.
 */
public final class KernelTimings {
  private static final int[] SIZES = {32, 320, KernelCases.MOST};
  private static final int ROUNDS = 7;
  private static final long WARM_UP_NANOS = Long.getLong("warmUp", 400) * 1_000_000;
  private static final long NANOS_PER_ROUND = 3_000_000;

  private KernelTimings() {}

  /** Prints the table. */
  public static void main(String[] args) {
    String wanted = args.length == 0 ? "" : args[0];
    Kernels kernels = KernelProvider.current();
    System.out.printf("%s kernels: ns a call (an element) for n of %n", kernels.name());
    for (Map.Entry<String, KernelCases.Case> entry : KernelCases.of(kernels).entrySet()) {
      if (entry.getKey().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT))) {
        StringBuilder line = new StringBuilder(String.format("%-24s", entry.getKey()));
        warmUp(entry.getValue());
        for (int n : SIZES) {
          double nanos = nanos(entry.getValue(), n);
          line.append(String.format(Locale.ROOT, "%8d: %9.1f (%6.3f)", n, nanos, nanos / n));
        }
        System.out.println(line);
      }
    }
  }

  private static void warmUp(KernelCases.Case kernel) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      kernel.run(320);
      for (int n = 1; n <= 100; n++) {
        kernel.run(n);
      }
    }
  }

  /** Returns the shortest of some rounds: others may share the machine. */
  private static double nanos(KernelCases.Case kernel, int n) {
    int runs = 1;
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < runs; i++) {
        kernel.run(n);
      }
      double nanos = (System.nanoTime() - start) / (double) runs;
      best = Math.min(best, nanos);
      runs = (int) Math.max(1, NANOS_PER_ROUND / Math.max(nanos, 1));
    }
    return best;
  }
}
