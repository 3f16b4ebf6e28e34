// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.GemmKernels;
import io.nyala.ops.kinds.FusedActivation;
import java.util.List;

/** Many matrix products of one shape; a matrix may be used in several of them. */
final class BatchedGemmInstruction extends Instruction {
  private static final long GRAIN = 100_000;

  private final GemmKernels gemm;
  private final boolean transposeA;
  private final boolean transposeB;
  private final int m;
  private final int n;
  private final int k;
  private final int[] whichA;
  private final int[] whichB;
  private final Ref a;
  private final Ref b;
  private final Ref c;

  BatchedGemmInstruction(
      GemmKernels gemm,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      int[] whichA,
      int[] whichB,
      Ref a,
      Ref b,
      Ref c) {
    this.gemm = gemm;
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.m = m;
    this.n = n;
    this.k = k;
    this.whichA = whichA;
    this.whichB = whichB;
    this.a = a;
    this.b = b;
    this.c = c;
    this.chunks = chunksFor((long) m * n * k * whichA.length, GRAIN, whichA.length);
  }

  @Override
  List<Ref> reads() {
    return List.of(a, b);
  }

  @Override
  List<Ref> writes() {
    return List.of(c);
  }

  @Override
  public void run(int chunk) {
    for (int i = begin(chunk, whichA.length); i < begin(chunk + 1, whichA.length); i++) {
      gemm.gemm(
          transposeA,
          transposeB,
          0,
          m,
          0,
          n,
          k,
          a.in(memory),
          a.at(memory) + whichA[i] * m * k,
          transposeA ? m : k,
          b.in(memory),
          b.at(memory) + whichB[i] * k * n,
          transposeB ? k : n,
          c.in(memory),
          c.at(memory) + i * m * n,
          n,
          false,
          null,
          0,
          FusedActivation.LINEAR);
    }
  }
}
