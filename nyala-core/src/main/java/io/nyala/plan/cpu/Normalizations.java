// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ColumnKernels;
import io.nyala.kernel.Kernels;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.ReduceKind;
import java.util.List;

/** Instructions of batch and layer normalization and their gradients. */
final class Normalizations {
  private static final long GRAIN = 32_768;
  private static final long WHOLE = Long.MAX_VALUE;
  private static final int COLUMN_BLOCK = 16;

  /** Elements that stay in the first-level cache between two passes. */
  private static final int BLOCK = 4096;

  /** Elements of a part of the rows, which stays in the cache between two passes. */
  private static final int PART = 32_768;

  /** The fewest parts that are worth splitting into. */
  private static final int LEAST_PARTS = 4;

  private final Kernels kernels;
  private final List<Instruction> program;

  Normalizations(Kernels kernels, List<Instruction> program) {
    this.kernels = kernels;
    this.program = program;
  }

  void batchNorm(float epsilon, Ref x, Ref gamma, Ref beta, Ref y, Ref mean, Ref variance) {
    int c = gamma.size;
    int rows = x.size / c;
    moments(x, rows, c, mean, variance);
    Ref line = line(epsilon, gamma, beta, mean, variance);
    program.add(
        new RowInstruction(
            rows,
            GRAIN / c,
            List.of(x, line),
            List.of(y),
            (m, a, b) ->
                kernels
                    .columns()
                    .scaleShiftColumns(
                        x.in(m),
                        x.at(m) + a * c,
                        line.in(m),
                        line.at(m),
                        line.in(m),
                        line.at(m) + c,
                        y.in(m),
                        y.at(m) + a * c,
                        b - a,
                        c,
                        c)));
  }

  /** Appends the computation of {@code (2, columns)}: the scale and shift that normalize. */
  Ref line(float epsilon, Ref gamma, Ref beta, Ref mean, Ref variance) {
    int c = gamma.size;
    Ref line = scratch(2 * c);
    program.add(
        new RowInstruction(
            c,
            WHOLE,
            List.of(gamma, beta, mean, variance),
            List.of(line),
            (m, a, b) -> {
              float[] to = line.in(m);
              int at = line.at(m);
              for (int i = a; i < b; i++) {
                float scale =
                    gamma.in(m)[gamma.at(m) + i]
                        / (float) Math.sqrt(variance.in(m)[variance.at(m) + i] + epsilon);
                to[at + i] = scale;
                to[at + c + i] = beta.in(m)[beta.at(m) + i] - mean.in(m)[mean.at(m) + i] * scale;
              }
            }));
    return line;
  }

  /**
   * Appends the gradient of batch normalization.
   *
   * @param slope the slope of the activation whose result x is, or null
   */
  void batchNormGradient(
      float epsilon,
      BinaryKind slope,
      Ref x,
      Ref gamma,
      Ref mean,
      Ref variance,
      Ref dy,
      Ref dx,
      Ref dgamma,
      Ref dbeta) {
    int c = gamma.size;
    int rows = x.size / c;
    Ref sums = gradientSums(x, mean, dy, rows, c);
    Ref plane = plane(epsilon, rows, gamma, mean, variance, sums, dgamma, dbeta);
    int block = Math.max(1, BLOCK / c);
    program.add(
        new RowInstruction(
            rows,
            GRAIN / c,
            List.of(dy, x, plane),
            List.of(dx),
            x.buffer == dy.buffer ? List.of() : List.of(new Instruction.Overwrite(dy, dx)),
            (m, a, b) -> {
              for (int row = a; row < b; row += block) {
                combine(m, plane, slope, x, dy, dx, row, Math.min(block, b - row), c);
              }
            }));
  }

  private void combine(
      Memory m, Ref plane, BinaryKind slope, Ref x, Ref dy, Ref dx, int row, int rows, int c) {
    int xAt = x.at(m) + row * c;
    int dxAt = dx.at(m) + row * c;
    kernels
        .columns()
        .combineColumns(
            dy.in(m),
            dy.at(m) + row * c,
            x.in(m),
            xAt,
            plane.in(m),
            plane.at(m),
            plane.in(m),
            plane.at(m) + c,
            plane.in(m),
            plane.at(m) + 2 * c,
            dx.in(m),
            dxAt,
            rows,
            c,
            c);
    if (slope != null) {
      kernels.elementwise().binary(slope, dx.in(m), dxAt, x.in(m), xAt, dx.in(m), dxAt, rows * c);
    }
  }

  /**
   * Appends the computation of {@code (3, columns)}: p, q and r of {@code dx = p dy + q x + r},
   * which is {@code gamma rstd (dy - mean(dy) - normal mean(dy normal))}; and the other gradients.
   *
   * @param sums {@code (2, columns)}: of dy, and of {@code dy * (x - mean)}
   */
  Ref plane(
      float epsilon, int rows, Ref gamma, Ref mean, Ref variance, Ref sums, Ref dgamma, Ref dbeta) {
    int c = gamma.size;
    Ref plane = scratch(3 * c);
    program.add(
        new RowInstruction(
            c,
            WHOLE,
            List.of(gamma, mean, variance, sums),
            List.of(plane, dgamma, dbeta),
            (m, a, b) -> {
              float[] to = plane.in(m);
              int at = plane.at(m);
              for (int i = a; i < b; i++) {
                float rstd = 1 / (float) Math.sqrt(variance.in(m)[variance.at(m) + i] + epsilon);
                float sumDy = sums.in(m)[sums.at(m) + i];
                float sumDyNormal = sums.in(m)[sums.at(m) + c + i] * rstd;
                float scale = gamma.in(m)[gamma.at(m) + i] * rstd;
                float slope = -scale * rstd * sumDyNormal / rows;
                to[at + i] = scale;
                to[at + c + i] = slope;
                to[at + 2 * c + i] = -scale * sumDy / rows - slope * mean.in(m)[mean.at(m) + i];
                dgamma.in(m)[dgamma.at(m) + i] = sumDyNormal;
                dbeta.in(m)[dbeta.at(m) + i] = sumDy;
              }
            }));
    return plane;
  }

  void layerNorm(float epsilon, Ref x, Ref gamma, Ref beta, Ref y, Ref mean, Ref rstd) {
    int c = gamma.size;
    program.add(
        new RowInstruction(
            x.size / c,
            GRAIN / c,
            List.of(x, gamma, beta),
            List.of(y, mean, rstd),
            (m, a, b) ->
                kernels
                    .rows()
                    .layerNormRows(
                        x.in(m),
                        x.at(m) + a * c,
                        gamma.in(m),
                        gamma.at(m),
                        beta.in(m),
                        beta.at(m),
                        epsilon,
                        y.in(m),
                        y.at(m) + a * c,
                        mean.in(m),
                        mean.at(m) + a,
                        rstd.in(m),
                        rstd.at(m) + a,
                        b - a,
                        c)));
  }

  void layerNormGradient(Ref x, Ref gamma, Ref mean, Ref rstd, Ref dy, Ref dx) {
    int c = gamma.size;
    program.add(
        new RowInstruction(
            x.size / c,
            GRAIN / c,
            List.of(x, gamma, mean, rstd, dy),
            List.of(dx),
            (m, a, b) ->
                kernels
                    .rows()
                    .layerNormGradientRows(
                        x.in(m),
                        x.at(m) + a * c,
                        mean.in(m),
                        mean.at(m) + a,
                        rstd.in(m),
                        rstd.at(m) + a,
                        gamma.in(m),
                        gamma.at(m),
                        dy.in(m),
                        dy.at(m) + a * c,
                        dx.in(m),
                        dx.at(m) + a * c,
                        b - a,
                        c)));
  }

  /**
   * Appends the computation of the moments. Many rows are split into parts that fit the cache, so
   * that memory is read once.
   */
  void moments(Ref x, int rows, int c, Ref mean, Ref variance) {
    ColumnKernels columns = kernels.columns();
    int size = rowsOfPart(c);
    int parts = (rows + size - 1) / size;
    if (parts < LEAST_PARTS) {
      byColumns(
          rows,
          c,
          List.of(x),
          List.of(mean, variance),
          (m, a, b) ->
              columns.columnMoments(
                  x.in(m),
                  x.at(m) + a,
                  rows,
                  b - a,
                  c,
                  mean.in(m),
                  mean.at(m) + a,
                  variance.in(m),
                  variance.at(m) + a));
      return;
    }
    Ref means = scratch(parts * c);
    Ref variances = scratch(parts * c);
    program.add(
        new RowInstruction(
            parts,
            1,
            List.of(x),
            List.of(means, variances),
            (m, a, b) -> {
              for (int i = a; i < b; i++) {
                columns.columnMoments(
                    x.in(m),
                    x.at(m) + i * size * c,
                    Math.min(size, rows - i * size),
                    c,
                    c,
                    means.in(m),
                    means.at(m) + i * c,
                    variances.in(m),
                    variances.at(m) + i * c);
              }
            }));
    program.add(
        new RowInstruction(
            c,
            WHOLE,
            List.of(means, variances),
            List.of(mean, variance),
            (m, a, b) -> {
              for (int k = a; k < b; k++) {
                double sum = 0;
                for (int i = 0; i < parts; i++) {
                  int n = Math.min(size, rows - i * size);
                  sum += (double) n * means.in(m)[means.at(m) + i * c + k];
                }
                double centre = sum / rows;
                double squares = 0;
                for (int i = 0; i < parts; i++) {
                  int n = Math.min(size, rows - i * size);
                  double off = means.in(m)[means.at(m) + i * c + k] - centre;
                  squares += n * (variances.in(m)[variances.at(m) + i * c + k] + off * off);
                }
                mean.in(m)[mean.at(m) + k] = (float) centre;
                variance.in(m)[variance.at(m) + k] = (float) (squares / rows);
              }
            }));
  }

  /**
   * Appends the computation of {@code (2, columns)}: sums of dy, and of {@code dy * (x - mean)}.
   */
  private Ref gradientSums(Ref x, Ref mean, Ref dy, int rows, int c) {
    ColumnKernels columns = kernels.columns();
    Ref sums = scratch(2 * c);
    int size = rowsOfPart(c);
    int parts = (rows + size - 1) / size;
    if (parts < LEAST_PARTS) {
      byColumns(
          rows,
          c,
          List.of(x, mean, dy),
          List.of(sums),
          (m, a, b) ->
              columns.columnGradientSums(
                  x.in(m),
                  x.at(m) + a,
                  mean.in(m),
                  mean.at(m) + a,
                  dy.in(m),
                  dy.at(m) + a,
                  rows,
                  b - a,
                  c,
                  sums.in(m),
                  sums.at(m) + a,
                  sums.in(m),
                  sums.at(m) + c + a));
      return sums;
    }
    Ref partial = scratch(parts * 2 * c);
    program.add(
        new RowInstruction(
            parts,
            1,
            List.of(x, mean, dy),
            List.of(partial),
            (m, a, b) -> {
              for (int i = a; i < b; i++) {
                int at = partial.at(m) + i * 2 * c;
                columns.columnGradientSums(
                    x.in(m),
                    x.at(m) + i * size * c,
                    mean.in(m),
                    mean.at(m),
                    dy.in(m),
                    dy.at(m) + i * size * c,
                    Math.min(size, rows - i * size),
                    c,
                    c,
                    partial.in(m),
                    at,
                    partial.in(m),
                    at + c);
              }
            }));
    ReduceInstruction.emit(
        program, kernels.reduce(), ReduceKind.SUM, 1, parts, 2 * c, partial, sums);
    return sums;
  }

  /**
   * Returns the number of rows of a part, a multiple of the rows that the kernels sum before they
   * carry.
   */
  private static int rowsOfPart(int columns) {
    return Math.max(256, PART / Math.max(1, columns) / 256 * 256);
  }

  private void byColumns(
      int rows, int columns, List<Ref> reads, List<Ref> writes, RowInstruction.Body body) {
    int blocks = (columns + COLUMN_BLOCK - 1) / COLUMN_BLOCK;
    program.add(
        new RowInstruction(
            blocks,
            Math.max(1, GRAIN / Math.max(1, (long) rows * COLUMN_BLOCK)),
            reads,
            writes,
            (m, a, b) -> body.run(m, a * COLUMN_BLOCK, Math.min(columns, b * COLUMN_BLOCK))));
  }

  private static Ref scratch(int size) {
    return new Ref(new Buffer(Buffer.ARENA, size));
  }
}
