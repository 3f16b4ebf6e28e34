// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.Kernels;
import io.nyala.kernel.RecurrentKernels;
import io.nyala.ops.Recurrence.Cell;
import io.nyala.ops.RecurrenceGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The backward pass through all steps of a recurrent layer, except for the gradients of weights,
 * which are single products over all steps. A chunk processes some sequences of the batch.
 */
final class RecurrentBackward extends Instruction {
  private final Kernels kernels;
  private final RecurrenceGradient op;
  private final RecurrenceGradient.Operands<Ref> o;
  private final Ref packed;
  private final int batch;
  private final int time;
  private final int u;
  private final int wide;
  private final Ref dx;
  private final Ref dInner;
  private final Ref reset;
  private final Ref dh0;
  private final Ref dc0;
  private final List<Ref> scratch = new ArrayList<>();
  private final Ref dh;
  private final Ref dhNext;
  private final Ref dc;
  private final Ref dcNext;
  private final Ref d;
  private final Ref cell;
  private final Ref before;
  private final Ref products;
  private final int padded;
  private final int productSize;

  /**
   * Creates the instruction.
   *
   * @param packed the recurrent kernel, transposed and packed: the rows of the gates, then those of
   *     the candidate if they are multiplied separately
   * @param dInner receives the gradient of the recurrent product if it differs from dx; or null
   * @param reset receives the product of the state and the reset gate if the kernel is multiplied
   *     by it; or null
   */
  RecurrentBackward(
      Kernels kernels,
      RecurrenceGradient op,
      RecurrenceGradient.Operands<Ref> o,
      Ref packed,
      int batch,
      int time,
      int u,
      Ref dx,
      Ref dInner,
      Ref reset,
      Ref dh0,
      Ref dc0) {
    this.kernels = kernels;
    this.op = op;
    this.o = o;
    this.packed = packed;
    this.batch = batch;
    this.time = time;
    this.u = u;
    this.wide = u * op.cell().gates();
    this.dx = dx;
    this.dInner = dInner;
    this.reset = reset;
    this.dh0 = dh0;
    this.dc0 = dc0;
    this.dh = scratch(u);
    this.dhNext = scratch(u);
    this.dc = scratch(u);
    this.dcNext = scratch(u);
    this.d = scratch(wide);
    this.cell = scratch(u);
    this.before = scratch(u);
    this.chunks = RecurrentForward.chunks(batch, time, u, op.cell().gates());
    RecurrentKernels cells = kernels.recurrent();
    this.padded = cells.paddedColumns(u);
    this.productSize = cells.paddedRows((batch + chunks - 1) / chunks) * padded;
    this.products = RecurrentForward.scratch(chunks * productSize);
    scratch.add(products);
  }

  private Ref scratch(int columns) {
    Ref ref = RecurrentForward.scratch(batch * columns);
    scratch.add(ref);
    return ref;
  }

  @Override
  List<Ref> reads() {
    List<Ref> all = new ArrayList<>();
    for (Ref r :
        Arrays.asList(
            packed,
            o.h0(),
            o.c0(),
            o.h(),
            o.c(),
            o.saved(),
            o.mask(),
            o.dhLast(),
            o.dcLast(),
            o.dh())) {
      if (r != null) {
        all.add(r);
      }
    }
    return all;
  }

  @Override
  List<Ref> writes() {
    List<Ref> all = new ArrayList<>(scratch);
    for (Ref r : Arrays.asList(dx, dInner, reset, dh0, dc0)) {
      if (r != null) {
        all.add(r);
      }
    }
    return all;
  }

  @Override
  public void run(int chunk) {
    int first = begin(chunk, batch);
    int rows = begin(chunk + 1, batch) - first;
    float[] s = d.in(memory);
    int at = first * u;
    int dhAt = dh.at(memory) + at;
    int dhNextAt = dhNext.at(memory) + at;
    int dcAt = dc.at(memory) + at;
    int dcNextAt = dcNext.at(memory) + at;
    System.arraycopy(o.dhLast().in(memory), o.dhLast().at(memory) + at, s, dhAt, rows * u);
    if (op.cell() == Cell.LSTM) {
      System.arraycopy(o.dcLast().in(memory), o.dcLast().at(memory) + at, s, dcAt, rows * u);
    }
    for (int t = time - 1; t >= 0; t--) {
      int first1 = first * time + t;
      if (op.sequence()) {
        kernels
            .recurrent()
            .add(rows, u, o.dh().in(memory), o.dh().at(memory) + first1 * u, time * u, s, dhAt, u);
      }
      step(
          t,
          first,
          rows,
          s,
          dhAt,
          dhNextAt,
          dcAt,
          dcNextAt,
          products.at(memory) + chunk * productSize);
      int swap = dhAt;
      dhAt = dhNextAt;
      dhNextAt = swap;
      swap = dcAt;
      dcAt = dcNextAt;
      dcNextAt = swap;
    }
    System.arraycopy(s, dhAt, dh0.in(memory), dh0.at(memory) + at, rows * u);
    if (dc0 != null) {
      System.arraycopy(s, dcAt, dc0.in(memory), dc0.at(memory) + at, rows * u);
    }
  }

  private void step(
      int t,
      int first,
      int rows,
      float[] s,
      int dhAt,
      int dhNextAt,
      int dcAt,
      int dcNextAt,
      int y) {
    RecurrentKernels cells = kernels.recurrent();
    int from = first * time + t;
    int dAt = d.at(memory) + first * wide;
    int saved = op.cell().saved() * u;
    float[] gates = o.saved() == null ? null : o.saved().in(memory);
    int gatesAt = o.saved() == null ? 0 : o.saved().at(memory) + from * saved;
    int beforeAt = before.at(memory) + first * u;
    switch (op.cell()) {
      case SIMPLE ->
          cells.slope(
              op.activation(),
              rows,
              u,
              s,
              dhAt,
              u,
              o.h().in(memory),
              o.h().at(memory) + from * u,
              time * u,
              s,
              dAt,
              u);
      case LSTM -> {
        Ref c = t == 0 ? o.c0() : o.c();
        int cBefore = c.at(memory) + (t == 0 ? first * u : (from - 1) * u);
        cells.lstmGradient(
            op.activation(),
            rows,
            u,
            gates,
            gatesAt,
            time * saved,
            c.in(memory),
            cBefore,
            t == 0 ? u : time * u,
            o.c().in(memory),
            o.c().at(memory) + from * u,
            time * u,
            s,
            cell.at(memory) + first * u,
            s,
            dhAt,
            s,
            dcAt,
            s,
            dcNextAt,
            s,
            dAt);
      }
      case GRU, GRU_RESET_AFTER -> {
        copyBefore(t, first, rows, s, beforeAt);
        cells.gruGradient(
            op.activation(),
            rows,
            u,
            gates,
            gatesAt,
            time * saved,
            s,
            beforeAt,
            s,
            dhAt,
            s,
            dAt,
            s,
            dhNextAt);
      }
    }
    if (op.masked()) {
      for (int i = 0; i < rows; i++) {
        if (isMasked(first + i, t)) {
          Arrays.fill(s, dAt + i * wide, dAt + (i + 1) * wide, 0);
        }
      }
    }
    boolean gru = op.cell() == Cell.GRU || op.cell() == Cell.GRU_RESET_AFTER;
    if (gru) {
      resetGate(from, rows, s, dAt, dhNextAt, beforeAt, y);
    }
    copyRows(rows, s, dAt, dx, from);
    if (op.cell() == Cell.GRU_RESET_AFTER) {
      int r = gatesAt + u;
      int a = dAt + 2 * u;
      cells.multiply(rows, u, s, a, wide, gates, r, time * saved, s, a, wide);
      copyRows(rows, s, dAt, dInner, from);
    }
    int k = RecurrentForward.firstColumns(op.cell(), u);
    cells.product(rows, k, u, s, dAt, wide, packed.in(memory), packed.at(memory), s, y);
    if (gru) {
      cells.add(rows, u, s, y, padded, s, dhNextAt, u);
    } else {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(s, y + i * padded, s, dhNextAt + i * u, u);
      }
    }
    if (op.masked()) {
      for (int i = 0; i < rows; i++) {
        if (isMasked(first + i, t)) {
          System.arraycopy(s, dhAt + i * u, s, dhNextAt + i * u, u);
          System.arraycopy(s, dcAt + i * u, s, dcNextAt + i * u, u);
        }
      }
    }
  }

  /**
   * Computes the gradient of the reset gate, in which GRUs with and without reset after the product
   * differ.
   */
  private void resetGate(
      int from, int rows, float[] s, int dAt, int dhNextAt, int beforeAt, int y) {
    RecurrentKernels cells = kernels.recurrent();
    int saved = op.cell().saved() * u;
    int stride = time * saved;
    float[] gates = o.saved().in(memory);
    int r = o.saved().at(memory) + from * saved + u;
    int a = dAt + 2 * u;
    if (op.cell() == Cell.GRU_RESET_AFTER) {
      cells.gateGradient(
          rows, u, s, a, wide, gates, r + 2 * u, stride, gates, r, stride, s, dAt + u, wide);
      return;
    }
    int at = packed.at(memory) + 2 * u * padded;
    cells.product(rows, u, u, s, a, wide, packed.in(memory), at, s, y);
    cells.gateGradient(rows, u, s, y, padded, s, beforeAt, u, gates, r, stride, s, dAt + u, wide);
    cells.multiply(rows, u, s, y, padded, gates, r, stride, s, y, padded);
    cells.add(rows, u, s, y, padded, s, dhNextAt, u);
    cells.multiply(
        rows,
        u,
        s,
        beforeAt,
        u,
        gates,
        r,
        stride,
        reset.in(memory),
        reset.at(memory) + from * u,
        time * u);
  }

  private boolean isMasked(int row, int t) {
    return o.mask().in(memory)[o.mask().at(memory) + row * time + t] == 0;
  }

  private void copyRows(int rows, float[] s, int at, Ref to, int from) {
    float[] y = to.in(memory);
    int yAt = to.at(memory) + from * wide;
    for (int i = 0; i < rows; i++) {
      System.arraycopy(s, at + i * wide, y, yAt + i * time * wide, wide);
    }
  }

  private void copyBefore(int t, int first, int rows, float[] s, int to) {
    Ref h = t == 0 ? o.h0() : o.h();
    int from = h.at(memory) + (t == 0 ? first * u : (first * time + t - 1) * u);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(h.in(memory), from + i * (t == 0 ? u : time * u), s, to + i * u, u);
    }
  }
}
