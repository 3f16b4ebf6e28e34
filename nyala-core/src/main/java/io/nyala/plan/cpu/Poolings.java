// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.PoolingKernels;
import java.util.List;

/** Instructions of pooling and its gradients. */
final class Poolings {
  /** The fewest elements read that are worth a chunk. */
  private static final long GRAIN = 32_768;

  private final PoolingKernels kernels;
  private final List<Instruction> program;

  Poolings(PoolingKernels kernels, List<Instruction> program) {
    this.kernels = kernels;
    this.program = program;
  }

  void pool(ConvolutionShape s, boolean max, Ref x, Ref y) {
    RowInstruction.Body body =
        max
            ? (m, a, b) -> kernels.largest(s, x.in(m), x.at(m), y.in(m), y.at(m), a, b)
            : (m, a, b) -> kernels.average(s, x.in(m), x.at(m), y.in(m), y.at(m), a, b);
    cut(s, s.outLines(), List.of(x), y, body);
  }

  void largestGradient(ConvolutionShape s, Ref x, Ref y, Ref dy, Ref dx) {
    cut(
        s,
        s.batch,
        List.of(x, y, dy),
        dx,
        (m, a, b) ->
            kernels.largestGradient(
                s, x.in(m), x.at(m), y.in(m), y.at(m), dy.in(m), dy.at(m), dx.in(m), dx.at(m), a,
                b));
  }

  void averageGradient(ConvolutionShape s, Ref dy, Ref dx) {
    cut(
        s,
        s.batch,
        List.of(dy),
        dx,
        (m, a, b) -> kernels.averageGradient(s, dy.in(m), dy.at(m), dx.in(m), dx.at(m), a, b));
  }

  private void cut(
      ConvolutionShape s, int units, List<Ref> reads, Ref y, RowInstruction.Body body) {
    long cost = (long) s.outLines() * s.out[2] * s.taps() * s.channels;
    long grain = Math.max(1, GRAIN * units / Math.max(1, cost));
    program.add(new RowInstruction(units, grain, reads, List.of(y), body));
  }
}
