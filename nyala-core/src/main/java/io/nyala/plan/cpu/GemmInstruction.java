// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ElementwiseKernels;
import io.nyala.kernel.GemmKernels;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix product, optionally fused with bias and activation or with the slope of an activation.
 */
final class GemmInstruction extends Instruction {
  /** The fewest multiplications that are worth a chunk: a few microseconds. */
  private static final long GRAIN = 150_000;

  private static final int ROW_BLOCK = 8;
  private static final int COLUMN_BLOCK = 64;

  /**
   * The fewest rows of a part of a gradient of a kernel. Its right operand is long, and every part
   * of the rows packs it again.
   */
  private static final int LEAST_COLUMN_ROWS = 48;

  private final GemmKernels gemm;
  private final ElementwiseKernels elementwise;
  final int m;
  final int n;
  final int k;
  private final boolean transposeA;
  private final boolean transposeB;
  private final Ref a;
  private final Ref b;
  private final Ref c;
  private final Ref bias;
  private final FusedActivation activation;
  private BinaryKind slope;
  private Ref slopeOutput;
  private final Grid grid;

  GemmInstruction(
      GemmKernels gemm,
      ElementwiseKernels elementwise,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Ref a,
      Ref b,
      Ref bias,
      FusedActivation activation,
      Ref c) {
    this.gemm = gemm;
    this.elementwise = elementwise;
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.m = m;
    this.n = n;
    this.k = k;
    this.a = a;
    this.b = b;
    this.bias = bias;
    this.activation = activation;
    this.c = c;
    long cost = (long) m * n * k;
    this.grid =
        Grid.of(
            chunksFor(cost, GRAIN, mostChunks(cost)),
            transposeA ? Math.max(1, m / LEAST_COLUMN_ROWS) : Math.ceilDiv(m, ROW_BLOCK),
            Math.ceilDiv(n, COLUMN_BLOCK),
            (long) m * k,
            (long) k * n);
    this.chunks = grid.parts();
  }

  /**
   * Returns the largest number of chunks. Every part packs its own operands, so medium products
   * have few parts and large ones more.
   */
  private static int mostChunks(long cost) {
    return cost < 2_000_000 ? 2 : cost < 40_000_000 ? 4 : cost < 160_000_000 ? 8 : 16;
  }

  /** Multiplies the result by the slope of an activation whose output is given. */
  GemmInstruction withSlope(BinaryKind kind, Ref output) {
    this.slope = kind;
    this.slopeOutput = output;
    return this;
  }

  @Override
  List<Ref> reads() {
    List<Ref> refs = new ArrayList<>(List.of(a, b));
    if (bias != null) {
      refs.add(bias);
    }
    if (slopeOutput != null) {
      refs.add(slopeOutput);
    }
    return refs;
  }

  @Override
  List<Ref> writes() {
    return List.of(c);
  }

  @Override
  public void run(int chunk) {
    int row = chunk / grid.columns();
    int column = chunk % grid.columns();
    int m0 = Grid.begin(row, grid.rows(), m, ROW_BLOCK);
    int m1 = Grid.begin(row + 1, grid.rows(), m, ROW_BLOCK);
    int n0 = Grid.begin(column, grid.columns(), n, COLUMN_BLOCK);
    int n1 = Grid.begin(column + 1, grid.columns(), n, COLUMN_BLOCK);
    float[] out = c.in(memory);
    int at = c.at(memory);
    gemm.gemm(
        transposeA,
        transposeB,
        m0,
        m1,
        n0,
        n1,
        k,
        a.in(memory),
        a.at(memory),
        transposeA ? m : k,
        b.in(memory),
        b.at(memory),
        transposeB ? k : n,
        out,
        at,
        n,
        false,
        bias == null ? null : bias.in(memory),
        bias == null ? 0 : bias.at(memory),
        activation);
    if (slope != null) {
      float[] y = slopeOutput.in(memory);
      int yAt = slopeOutput.at(memory);
      if (n0 == 0 && n1 == n) {
        int from = m0 * n;
        elementwise.binary(slope, out, at + from, y, yAt + from, out, at + from, (m1 - m0) * n);
      } else {
        for (int i = m0; i < m1; i++) {
          int from = i * n + n0;
          elementwise.binary(slope, out, at + from, y, yAt + from, out, at + from, n1 - n0);
        }
      }
    }
  }
}
