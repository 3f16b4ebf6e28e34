// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.MoveKernels;
import java.util.List;

/** A strided copy: transposes, slices, parts of concatenations, the inside of a padded array. */
final class MoveInstruction extends Instruction {
  private static final long GRAIN = 65_536;

  private final MoveKernels kernels;
  private final Ref x;
  private final int xSkip;
  private final int[] xStrides;
  private final Ref y;
  private final int ySkip;
  private final int[] yStrides;
  private final int[][] extents;

  MoveInstruction(
      MoveKernels kernels,
      Ref x,
      int xSkip,
      int[] xStrides,
      Ref y,
      int ySkip,
      int[] yStrides,
      int[] extents) {
    this.kernels = kernels;
    this.x = x;
    this.xSkip = xSkip;
    this.xStrides = xStrides;
    this.y = y;
    this.ySkip = ySkip;
    this.yStrides = yStrides;
    long n = 1;
    for (int e : extents) {
      n *= e;
    }
    this.chunks = extents.length == 0 ? 1 : chunksFor(n, GRAIN, Math.max(1, extents[0]));
    this.extents = new int[chunks][];
    for (int i = 0; i < chunks; i++) {
      this.extents[i] = extents.clone();
      if (chunks > 1) {
        this.extents[i][0] = begin(i + 1, extents[0]) - begin(i, extents[0]);
      }
    }
  }

  @Override
  List<Ref> reads() {
    return List.of(x);
  }

  @Override
  List<Ref> writes() {
    return List.of(y);
  }

  @Override
  public void run(int chunk) {
    int first = 0;
    for (int i = 0; i < chunk; i++) {
      first += extents[i][0];
    }
    kernels.copy(
        x.in(memory),
        x.at(memory) + xSkip + (chunk == 0 ? 0 : first * xStrides[0]),
        xStrides,
        y.in(memory),
        y.at(memory) + ySkip + (chunk == 0 ? 0 : first * yStrides[0]),
        yStrides,
        extents[chunk]);
  }
}
