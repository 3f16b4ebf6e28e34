// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ColumnKernels;
import io.nyala.kernel.Kernels;
import io.nyala.ops.BinaryKind;
import io.nyala.ops.ReduceKind;
import java.util.List;

/** Instructions of batch and layer normalisation and their gradients. */
final class Normalizations {
  private static final long GRAIN = 32_768;
  private static final long WHOLE = Long.MAX_VALUE;
  private static final int COLUMN_BLOCK = 16;

  /** Elements that stay in the first-level cache between two passes. */
  private static final int BLOCK = 4096;

  /** Elements of a part of the rows: it stays in the cache between two passes. */
  private static final int PART = 32_768;

  /** Fewer parts are not worth it. */
  private static final int LEAST_PARTS = 4;

  private final Kernels kernels;
  private final List<Instruction> program;

  Normalizations(Kernels kernels, List<Instruction> program) {
    this.kernels = kernels;
    this.program = program;
  }

  /** {@code x * scale + shift}, a number of each for every column. */
  record Line(Ref scale, Ref shift) {
    /** Applies it to rows of x that begin behind so many elements. */
    void apply(
        Memory m, Kernels kernels, Ref x, int from, int rows, int columns, float[] y, int yOff) {
      kernels
          .columns()
          .scaleShiftColumns(
              x.in(m),
              x.at(m) + from,
              scale.in(m),
              scale.at(m),
              shift.in(m),
              shift.at(m),
              y,
              yOff,
              rows,
              columns,
              columns);
    }
  }

  /** {@code p * dy + q * x + r}, a number of each for every column. */
  record Plane(Ref p, Ref q, Ref r) {
    void combine(
        Memory m,
        Kernels kernels,
        float[] dy,
        int dyOff,
        float[] x,
        int xOff,
        float[] dx,
        int dxOff,
        int rows,
        int columns) {
      kernels
          .columns()
          .combineColumns(
              dy, dyOff, x, xOff, p.in(m), p.at(m), q.in(m), q.at(m), r.in(m), r.at(m), dx, dxOff,
              rows, columns, columns);
    }
  }

  void batchNorm(float epsilon, Ref x, Ref gamma, Ref beta, Ref y, Ref mean, Ref variance) {
    int c = gamma.size;
    int rows = x.size / c;
    moments(x, rows, c, mean, variance);
    Line line = line(epsilon, gamma, beta, mean, variance);
    program.add(
        new RowInstruction(
            rows,
            GRAIN / c,
            List.of(x, line.scale(), line.shift()),
            List.of(y),
            (m, a, b) -> line.apply(m, kernels, x, a * c, b - a, c, y.in(m), y.at(m) + a * c)));
  }

  /** Appends what makes the line of a normalisation. */
  Line line(float epsilon, Ref gamma, Ref beta, Ref mean, Ref variance) {
    int c = gamma.size;
    Ref scale = scratch(c);
    Ref shift = scratch(c);
    program.add(
        new RowInstruction(
            c,
            WHOLE,
            List.of(gamma, beta, mean, variance),
            List.of(scale, shift),
            (m, a, b) -> {
              for (int i = a; i < b; i++) {
                float s =
                    gamma.in(m)[gamma.at(m) + i]
                        / (float) Math.sqrt(variance.in(m)[variance.at(m) + i] + epsilon);
                scale.in(m)[scale.at(m) + i] = s;
                shift.in(m)[shift.at(m) + i] =
                    beta.in(m)[beta.at(m) + i] - mean.in(m)[mean.at(m) + i] * s;
              }
            }));
    return new Line(scale, shift);
  }

  /**
   * Appends the gradient of batch normalisation.
   *
   * @param slope of the activation whose result x is, or null
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
    gradientSums(x, mean, dy, rows, c, dbeta, dgamma);
    Plane plane = plane(epsilon, rows, gamma, mean, variance, dgamma, dbeta);
    int block = Math.max(1, BLOCK / c);
    program.add(
        new RowInstruction(
            rows,
            GRAIN / c,
            List.of(dy, x, plane.p(), plane.q(), plane.r()),
            List.of(dx),
            x.buffer == dy.buffer ? List.of() : List.of(new Instruction.Overwrite(dy, dx)),
            (m, a, b) -> {
              for (int row = a; row < b; row += block) {
                int n = Math.min(block, b - row);
                int dyAt = dy.at(m) + row * c;
                int xAt = x.at(m) + row * c;
                int dxAt = dx.at(m) + row * c;
                plane.combine(m, kernels, dy.in(m), dyAt, x.in(m), xAt, dx.in(m), dxAt, n, c);
                if (slope != null) {
                  kernels
                      .elementwise()
                      .binary(slope, dx.in(m), dxAt, x.in(m), xAt, dx.in(m), dxAt, n * c);
                }
              }
            }));
  }

  /**
   * Appends what makes the plane of a normalisation's gradient {@code gamma rstd (dy - mean(dy) -
   * normal mean(dy normal))}, and makes the gradient of gamma from {@code sum(dy * (x - mean))}.
   */
  Plane plane(float epsilon, int rows, Ref gamma, Ref mean, Ref variance, Ref dgamma, Ref dbeta) {
    int c = gamma.size;
    Ref p = scratch(c);
    Ref q = scratch(c);
    Ref r = scratch(c);
    program.add(
        new RowInstruction(
            c,
            WHOLE,
            List.of(gamma, mean, variance),
            List.of(p, q, r, dgamma, dbeta),
            (m, a, b) -> {
              for (int i = a; i < b; i++) {
                float rstd = 1 / (float) Math.sqrt(variance.in(m)[variance.at(m) + i] + epsilon);
                float sumDyNormal = dgamma.in(m)[dgamma.at(m) + i] * rstd;
                float scale = gamma.in(m)[gamma.at(m) + i] * rstd;
                float slope = -scale * rstd * sumDyNormal / rows;
                p.in(m)[p.at(m) + i] = scale;
                q.in(m)[q.at(m) + i] = slope;
                r.in(m)[r.at(m) + i] =
                    -scale * dbeta.in(m)[dbeta.at(m) + i] / rows
                        - slope * mean.in(m)[mean.at(m) + i];
                dgamma.in(m)[dgamma.at(m) + i] = sumDyNormal;
              }
            }));
    return new Plane(p, q, r);
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

  /** Many rows are cut into parts that fit the cache, so that memory is read once. */
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

  private void gradientSums(Ref x, Ref mean, Ref dy, int rows, int c, Ref dbeta, Ref dgamma) {
    ColumnKernels columns = kernels.columns();
    int size = rowsOfPart(c);
    int parts = (rows + size - 1) / size;
    if (parts < LEAST_PARTS) {
      byColumns(
          rows,
          c,
          List.of(x, mean, dy),
          List.of(dbeta, dgamma),
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
                  dbeta.in(m),
                  dbeta.at(m) + a,
                  dgamma.in(m),
                  dgamma.at(m) + a));
      return;
    }
    Ref betas = scratch(parts * c);
    Ref gammas = scratch(parts * c);
    program.add(
        new RowInstruction(
            parts,
            1,
            List.of(x, mean, dy),
            List.of(betas, gammas),
            (m, a, b) -> {
              for (int i = a; i < b; i++) {
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
                    betas.in(m),
                    betas.at(m) + i * c,
                    gammas.in(m),
                    gammas.at(m) + i * c);
              }
            }));
    ReduceInstruction.emit(program, kernels.reduce(), ReduceKind.SUM, 1, parts, c, betas, dbeta);
    ReduceInstruction.emit(program, kernels.reduce(), ReduceKind.SUM, 1, parts, c, gammas, dgamma);
  }

  /** A multiple of what the kernels sum before they carry. */
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
