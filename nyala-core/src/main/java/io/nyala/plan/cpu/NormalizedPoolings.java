// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ConvolutionShape;
import io.nyala.kernel.Kernels;
import io.nyala.ops.kinds.ReduceKind;
import java.util.List;

/** Instructions of batch normalization followed by pooling, and of their gradient. */
final class NormalizedPoolings {
  /** The fewest elements read that are worth a chunk. */
  private static final int GRAIN = 32_768;

  private final Kernels kernels;
  private final List<Instruction> program;
  private final Normalizations normalizations;

  NormalizedPoolings(Kernels kernels, List<Instruction> program, Normalizations normalizations) {
    this.kernels = kernels;
    this.program = program;
    this.normalizations = normalizations;
  }

  void pool(
      float epsilon,
      ConvolutionShape s,
      Ref x,
      Ref gamma,
      Ref beta,
      Ref y,
      Ref mean,
      Ref variance) {
    normalizations.moments(x, x.size / s.channels, s.channels, mean, variance);
    Ref line = normalizations.line(epsilon, gamma, beta, mean, variance);
    program.add(
        new RowInstruction(
            s.outLines(),
            grain(s),
            List.of(x, line),
            List.of(y),
            (m, a, b) ->
                kernels
                    .normalizedPooling()
                    .largest(s, x.in(m), x.at(m), line.in(m), line.at(m), y.in(m), y.at(m), a, b)));
  }

  private static long grain(ConvolutionShape s) {
    return GRAIN / Math.max(1, 2 * s.in[2] * s.channels);
  }

  /**
   * Appends the gradient.
   *
   * @param relu whether x is the result of a ReLU, whose gradient is then applied as well
   */
  void gradient(
      float epsilon,
      ConvolutionShape s,
      boolean relu,
      Ref x,
      Ref gamma,
      Ref beta,
      Ref mean,
      Ref variance,
      Ref dy,
      Ref dx,
      Ref dgamma,
      Ref dbeta) {
    int c = s.channels;
    int lines = s.outLines();
    Ref line = normalizations.line(epsilon, gamma, beta, mean, variance);
    int parts = Instruction.chunksFor(lines, Math.max(1, grain(s)), Math.max(1, lines));
    Ref partial = new Ref(new Buffer(Buffer.ARENA, parts * 2 * c));
    Ref sums = new Ref(new Buffer(Buffer.ARENA, 2 * c));
    program.add(
        new RowInstruction(
            parts,
            1,
            List.of(x, line, mean, dy),
            List.of(partial),
            (m, a, b) -> {
              for (int i = a; i < b; i++) {
                kernels
                    .normalizedPooling()
                    .gradientSums(
                        s,
                        x.in(m),
                        x.at(m),
                        line.in(m),
                        line.at(m),
                        mean.in(m),
                        mean.at(m),
                        dy.in(m),
                        dy.at(m),
                        partial.in(m),
                        partial.at(m) + i * 2 * c,
                        (int) ((long) lines * i / parts),
                        (int) ((long) lines * (i + 1) / parts));
              }
            }));
    ReduceInstruction.emit(
        program, kernels.reduce(), ReduceKind.SUM, 1, parts, 2 * c, partial, sums);
    Ref plane =
        normalizations.plane(epsilon, x.size / c, gamma, mean, variance, sums, dgamma, dbeta);
    program.add(
        new RowInstruction(
            lines,
            grain(s),
            List.of(x, line, plane, dy),
            List.of(dx),
            List.of(new Instruction.Overwrite(x, dx)),
            (m, a, b) ->
                kernels
                    .normalizedPooling()
                    .gradient(
                        s,
                        x.in(m),
                        x.at(m),
                        line.in(m),
                        line.at(m),
                        plane.in(m),
                        plane.at(m),
                        relu,
                        dy.in(m),
                        dy.at(m),
                        dx.in(m),
                        dx.at(m),
                        a,
                        b)));
  }
}
