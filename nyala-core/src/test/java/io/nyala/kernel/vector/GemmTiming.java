// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector;

import io.nyala.kernel.GemmKernels;
import io.nyala.ops.Activation;
import java.io.PrintStream;
import java.util.Random;

/**
 * Times products beside the peak of the same run, on one thread. Not a test: run its {@code main},
 * with {@code --add-modules jdk.incubator.vector}, and perhaps a part of a label to choose shapes.
 */
public final class GemmTiming {
  private static final PrintStream OUT = System.out;
  private static final GemmKernels GEMM = new VectorGemm();
  // Short rounds, of which the best counts: on a busy machine some fall between interruptions.
  private static final int ROUNDS = 150;
  private static final double ROUND_NANOS = 1e6;
  private static final double WARM_UP_NANOS = 5e8;

  private record Shape(String label, boolean transposeA, boolean transposeB, int m, int n, int k) {}

  private static final Shape[] SHAPES = {
    new Shape("small forward", false, false, 32, 32, 9),
    new Shape("small forward", false, false, 32, 32, 32),
    new Shape("small forward", false, false, 32, 16, 32),
    new Shape("small forward", false, false, 32, 1, 32),
    new Shape("small forward", false, false, 32, 1, 16),
    new Shape("small weights", true, false, 9, 32, 32),
    new Shape("small weights", true, false, 32, 32, 32),
    new Shape("small weights", true, false, 32, 16, 32),
    new Shape("small weights", true, false, 32, 1, 32),
    new Shape("small weights", true, false, 16, 1, 32),
    new Shape("small inputs", false, true, 32, 32, 32),
    new Shape("small inputs", false, true, 32, 32, 16),
    new Shape("small inputs", false, true, 32, 32, 1),
    new Shape("small inputs", false, true, 32, 16, 1),
    new Shape("one row", false, false, 1, 32, 9),
    new Shape("one row", false, false, 1, 32, 32),
    new Shape("one row", false, false, 1, 512, 784),
    new Shape("mlp32 forward", false, false, 32, 512, 784),
    new Shape("mlp32 forward", false, false, 32, 256, 512),
    new Shape("mlp32 forward", false, false, 32, 128, 256),
    new Shape("mlp32 forward", false, false, 32, 10, 128),
    new Shape("mlp32 weights", true, false, 784, 512, 32),
    new Shape("mlp32 weights", true, false, 512, 256, 32),
    new Shape("mlp32 weights", true, false, 256, 128, 32),
    new Shape("mlp32 weights", true, false, 128, 10, 32),
    new Shape("mlp32 inputs", false, true, 32, 512, 256),
    new Shape("mlp32 inputs", false, true, 32, 256, 128),
    new Shape("mlp32 inputs", false, true, 32, 128, 10),
    new Shape("mlp128 forward", false, false, 128, 512, 784),
    new Shape("mlp128 forward", false, false, 128, 256, 512),
    new Shape("mlp128 forward", false, false, 128, 128, 256),
    new Shape("mlp128 forward", false, false, 128, 10, 128),
    new Shape("mlp128 weights", true, false, 784, 512, 128),
    new Shape("mlp128 weights", true, false, 512, 256, 128),
    new Shape("mlp128 weights", true, false, 128, 10, 128),
    new Shape("mlp128 inputs", false, true, 128, 512, 256),
    new Shape("mlp128 inputs", false, true, 128, 256, 128),
    new Shape("mlp128 inputs", false, true, 128, 128, 10),
    new Shape("square", false, false, 128, 128, 128),
    new Shape("square", false, false, 512, 512, 512),
    new Shape("square", true, false, 512, 512, 512),
    new Shape("square", false, true, 512, 512, 512),
    new Shape("square", true, true, 512, 512, 512),
    new Shape("square", false, false, 1024, 1024, 1024),
  };

  private GemmTiming() {}

  /**
   * Prints one line for each shape.
   *
   * @param args a part of the label of the shapes to time
   */
  public static void main(String[] args) {
    double[] peak = {0};
    OUT.printf("%d-bit vectors%n", Lanes.SPECIES.vectorBitSize());
    for (Shape shape : SHAPES) {
      if (args.length == 0 || shape.label.contains(args[0])) {
        time(shape, peak);
      }
    }
    OUT.printf("peak %.0f GFLOP/s%n", peak[0]);
  }

  private static void time(Shape x, double[] peak) {
    Random random = new Random(1);
    float[] a = numbers(random, x.m * x.k);
    float[] b = numbers(random, x.k * x.n);
    float[] c = new float[x.m * x.n];
    int lda = x.transposeA ? x.m : x.k;
    int ldb = x.transposeB ? x.k : x.n;
    double flops = 2.0 * x.m * x.n * x.k;
    double best = Double.MAX_VALUE;
    long runs = 1;
    double warmUp = WARM_UP_NANOS;
    for (int round = 0; round < ROUNDS; round++) {
      peak[0] = Math.max(peak[0], peak());
      long start = System.nanoTime();
      for (long i = 0; i < runs; i++) {
        GEMM.gemm(
            x.transposeA,
            x.transposeB,
            0,
            x.m,
            0,
            x.n,
            x.k,
            a,
            0,
            lda,
            b,
            0,
            ldb,
            c,
            0,
            x.n,
            false,
            null,
            0,
            Activation.LINEAR);
      }
      double nanos = (System.nanoTime() - start) / (double) runs;
      if (warmUp > 0) {
        warmUp -= nanos * runs;
        round = 0;
      }
      best = Math.min(best, nanos);
      runs = (long) Math.max(1, ROUND_NANOS / nanos);
    }
    OUT.printf(
        "%-15s %s%s %4d x %4d x %4d  %9.3f us  %6.1f GFLOP/s  %4.0f %%%n",
        x.label,
        x.transposeA ? "A'" : "A ",
        x.transposeB ? "B'" : "B ",
        x.m,
        x.n,
        x.k,
        best / 1e3,
        flops / best,
        100 * flops / best / peak[0]);
  }

  private static double peak() {
    int rounds = 200_000;
    long start = System.nanoTime();
    float result = PeakFma.run(rounds);
    double nanos = System.nanoTime() - start;
    if (result == 0) {
      throw new IllegalStateException("the peak loop was left out");
    }
    return (double) rounds * PeakFma.operationsPerRound() / nanos;
  }

  private static float[] numbers(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
