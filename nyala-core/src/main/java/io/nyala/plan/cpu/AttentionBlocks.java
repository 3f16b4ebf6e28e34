// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.Kernels;
import io.nyala.ops.AttentionOp;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The extents of an attention, and what the operation and its gradient compute in the same way: the
 * weights of a block of query steps, in scratch memory that stays in the cache.
 */
final class AttentionBlocks {
  /** The most scores of a block: half a megabyte. */
  private static final int MOST_SCORES = 131_072;

  private static final int MOST_ROWS = 128;
  private static final int LEAST_ROWS = 8;

  final AttentionOp op;
  final int batch;
  final int to;
  final int heads;
  final int dim;
  final int from;
  final int groups;
  final int valueDim;

  /** The number of query steps in a block. */
  final int rows;

  private final Kernels kernels;
  private final List<Ref> masks;
  private final List<Shape> maskShapes;

  AttentionBlocks(
      Kernels kernels,
      AttentionOp op,
      Shape q,
      Shape k,
      Shape v,
      List<Ref> masks,
      List<Shape> maskShapes) {
    this.kernels = kernels;
    this.op = op;
    this.batch = q.dim(0);
    this.to = q.dim(1);
    this.heads = q.dim(2);
    this.dim = q.dim(3);
    this.from = k.dim(1);
    this.groups = k.dim(2);
    this.valueDim = v.dim(3);
    this.masks = masks;
    this.maskShapes = maskShapes;
    int most = Math.clamp(MOST_SCORES / Math.max(1, from), LEAST_ROWS, MOST_ROWS);
    this.rows = Math.min(to, most);
  }

  int blocks() {
    return Math.ceilDiv(to, Math.max(1, rows));
  }

  /** Returns the number of multiplications for all scores and weighted sums. */
  long cost() {
    return (long) batch * heads * to * from * (dim + valueDim);
  }

  /**
   * Returns the number of keys that a block of query steps can see. The rest is left out only if no
   * step can be without any key, because such a step attends to all keys alike.
   */
  int keys(int end) {
    return op.causal() && op.window() == 0 && masks.isEmpty() ? Math.min(from, end) : from;
  }

  /** Returns the offset of a step in a query, or in a result with features of another size. */
  int queryAt(int b, int step, int head, int features) {
    return ((b * to + step) * heads + head) * features;
  }

  /** Returns the offset of a step in keys, or in values. */
  int keyAt(int b, int step, int group, int features) {
    return ((b * from + step) * groups + group) * features;
  }

  /**
   * Computes the scaled queries and the softmax of the scores of steps {@code [begin, end)}.
   *
   * @param scaled receives {@code (end - begin, dim)}
   * @param softmax receives {@code (end - begin, keys)}
   */
  void softmax(
      Memory m,
      Ref q,
      Ref k,
      int b,
      int head,
      int begin,
      int end,
      float[] scaled,
      int scaledAt,
      float[] softmax,
      int softmaxAt) {
    int n = end - begin;
    int keys = keys(end);
    for (int i = 0; i < n; i++) {
      kernels
          .elementwise()
          .binaryRight(
              BinaryKind.MULTIPLY,
              q.in(m),
              q.at(m) + queryAt(b, begin + i, head, dim),
              op.scale(),
              scaled,
              scaledAt + i * dim,
              dim);
    }
    product(
        false,
        true,
        n,
        keys,
        dim,
        scaled,
        scaledAt,
        dim,
        k.in(m),
        k.at(m) + keyAt(b, 0, head / (heads / groups), dim),
        groups * dim,
        softmax,
        softmaxAt,
        keys,
        false);
    mask(m, b, begin, end, softmax, softmaxAt, AttentionOp.MASKED);
    kernels.rows().softmaxRows(softmax, softmaxAt, softmax, softmaxAt, n, keys);
  }

  /** Replaces what steps {@code [begin, end)} may not attend to in {@code (end - begin, keys)}. */
  void mask(Memory m, int b, int begin, int end, float[] x, int at, float other) {
    int keys = keys(end);
    for (int step = begin; step < end; step++) {
      int row = at + (step - begin) * keys;
      int first = 0;
      int last = keys;
      if (op.causal()) {
        last = Math.min(last, step + 1);
      }
      if (op.window() > 0) {
        first = Math.clamp(step - op.window() + 1L, 0, keys);
        last = Math.clamp((long) step + op.window(), first, last);
      }
      Arrays.fill(x, row, row + first, other);
      Arrays.fill(x, row + last, row + keys, other);
      for (int i = 0; i < masks.size(); i++) {
        maskRow(m, masks.get(i), maskShapes.get(i), b, step, x, row, keys, other);
      }
    }
  }

  private static void maskRow(
      Memory m, Ref mask, Shape s, int b, int step, float[] x, int row, int keys, float other) {
    float[] allowed = mask.in(m);
    int line = (s.dim(0) == 1 ? 0 : b) * s.dim(1) + (s.dim(1) == 1 ? 0 : step);
    int at = mask.at(m) + line * s.dim(2);
    if (s.dim(2) == 1) {
      if (allowed[at] == 0) {
        Arrays.fill(x, row, row + keys, other);
      }
      return;
    }
    for (int j = 0; j < keys; j++) {
      if (allowed[at + j] == 0) {
        x[row + j] = other;
      }
    }
  }

  /** Computes {@code C = op(A) op(B)} of {@code (m, k)} and {@code (k, n)}, or adds it to C. */
  void product(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float[] c,
      int cAt,
      int ldc,
      boolean accumulate) {
    kernels
        .gemm()
        .gemm(
            transposeA,
            transposeB,
            0,
            m,
            0,
            n,
            k,
            a,
            aAt,
            lda,
            b,
            bAt,
            ldb,
            c,
            cAt,
            ldc,
            accumulate,
            null,
            0,
            FusedActivation.LINEAR);
  }
}
