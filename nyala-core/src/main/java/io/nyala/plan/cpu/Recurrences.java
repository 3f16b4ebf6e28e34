// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.Kernels;
import io.nyala.kernel.RecurrentKernels;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Recurrence.Cell;
import io.nyala.ops.RecurrenceGradient;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.ReduceKind;
import java.util.List;

/** Instructions of recurrent layers and their gradients. */
final class Recurrences {
  private final Kernels kernels;
  private final List<Instruction> program;

  Recurrences(Kernels kernels, List<Instruction> program) {
    this.kernels = kernels;
    this.program = program;
  }

  /**
   * Appends a recurrence.
   *
   * @param dense the operands of the dense layer that computes the first operand, if that is to be
   *     part of each step; otherwise empty
   */
  void forward(
      Recurrence op, int batch, int time, int u, List<Ref> dense, List<Ref> in, List<Ref> out) {
    Cell cell = op.cell();
    int first = RecurrentForward.firstColumns(cell, u);
    RecurrentInput input = null;
    if (!dense.isEmpty()) {
      int columns = u * cell.gates();
      int features = dense.get(1).size / columns;
      Ref kernel = pack(dense.get(1), features, columns, columns, false);
      input =
          new RecurrentInput(
              dense.get(0), kernel, dense.size() > 2 ? dense.get(2) : null, features);
    }
    Ref packed = pack(in.get(1), u, u * cell.gates(), first, false);
    program.add(new RecurrentForward(kernels, op, batch, time, u, packed, input, in, out));
  }

  void backward(RecurrenceGradient op, int batch, int time, int u, List<Ref> in, List<Ref> out) {
    RecurrenceGradient.Operands<Ref> o = op.operands(in);
    Cell cell = op.cell();
    int wide = u * cell.gates();
    Ref packed = pack(o.kernel(), u, wide, RecurrentForward.firstColumns(cell, u), true);
    Ref dx = out.get(0);
    Ref dInner = cell.hasRecurrentBias() ? RecurrentForward.scratch(dx.size) : null;
    Ref reset = cell == Cell.GRU ? RecurrentForward.scratch(o.h().size) : null;
    Ref dc0 = cell.hasCellState() ? out.get(3) : null;
    Ref before = RecurrentForward.scratch(o.h().size);
    program.add(
        new RecurrentBackward(
            kernels, op, o, packed, batch, time, u, dx, dInner, reset, before, out.get(2), dc0));
    Ref d = dInner == null ? dx : dInner;
    int rows = batch * time;
    if (cell == Cell.GRU) {
      Ref gates = RecurrentForward.scratch(rows * 2 * u);
      Ref candidate = RecurrentForward.scratch(rows * u);
      move(d, 0, gates, 0, new int[] {rows, 2 * u}, new int[] {wide, 1}, 2 * u, 1);
      move(d, 2 * u, candidate, 0, new int[] {rows, u}, new int[] {wide, 1}, u, 1);
      Ref dGates = RecurrentForward.scratch(u * 2 * u);
      Ref dCandidate = RecurrentForward.scratch(u * u);
      product(before, gates, dGates, rows, u, 2 * u);
      product(reset, candidate, dCandidate, rows, u, u);
      Ref y = out.get(1);
      move(dGates, 0, y, 0, new int[] {u, 2 * u}, new int[] {2 * u, 1}, wide, 1);
      move(dCandidate, 0, y, 2 * u, new int[] {u, u}, new int[] {u, 1}, wide, 1);
    } else {
      product(before, d, out.get(1), rows, u, wide);
    }
    if (cell.hasRecurrentBias()) {
      ReduceInstruction.emit(
          program, kernels.reduce(), ReduceKind.SUM, 1, rows, wide, d, out.get(3));
    }
  }

  /**
   * Packs a matrix, or its transpose, in two parts: the first columns of the matrix, and the rest.
   *
   * @param first the number of columns in the first part
   */
  private Ref pack(Ref matrix, int rows, int columns, int first, boolean transposed) {
    RecurrentKernels cells = kernels.recurrent();
    int rest = columns - first;
    int k0 = transposed ? first : rows;
    int n0 = transposed ? rows : first;
    int k1 = transposed ? rest : rows;
    int n1 = transposed ? rows : rest;
    int size = k0 * cells.paddedColumns(n0);
    Ref packed = RecurrentForward.scratch(size + (rest == 0 ? 0 : k1 * cells.paddedColumns(n1)));
    program.add(
        new RowInstruction(
            1,
            1,
            List.of(matrix),
            List.of(packed),
            (m, a, b) -> {
              float[] x = matrix.in(m);
              int at = matrix.at(m);
              cells.pack(transposed, k0, n0, x, at, columns, packed.in(m), packed.at(m));
              if (rest > 0) {
                int to = packed.at(m) + size;
                cells.pack(transposed, k1, n1, x, at + first, columns, packed.in(m), to);
              }
            }));
    return packed;
  }

  /** Appends the product of the transpose of (k, m) with (k, n). */
  private void product(Ref a, Ref b, Ref y, int k, int m, int n) {
    program.add(
        new GemmInstruction(
            kernels.gemm(),
            kernels.elementwise(),
            true,
            false,
            m,
            n,
            k,
            a,
            b,
            null,
            FusedActivation.LINEAR,
            y));
  }

  private void move(
      Ref x, int xSkip, Ref y, int ySkip, int[] extents, int[] xStrides, int yRow, int yColumn) {
    program.add(
        new MoveInstruction(
            kernels.move(), x, xSkip, xStrides, y, ySkip, new int[] {yRow, yColumn}, extents));
  }
}
