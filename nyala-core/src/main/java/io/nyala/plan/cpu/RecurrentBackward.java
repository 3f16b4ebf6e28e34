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
  private final Ref before;
  private final Ref dh0;
  private final Ref dc0;
  private final List<Ref> scratch = new ArrayList<>();
  private final Ref dh;
  private final Ref dhNext;
  private final Ref dc;
  private final Ref dcNext;
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
   * @param before receives the states that went into the products: the first one, then all but the
   *     last
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
      Ref before,
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
    this.before = before;
    this.dh0 = dh0;
    this.dc0 = dc0;
    this.chunks = RecurrentForward.chunks(batch, time, u, op.cell().gates());
    RecurrentKernels cells = kernels.recurrent();
    this.padded = cells.paddedColumns(u);
    this.productSize = cells.paddedRows((batch + chunks - 1) / chunks) * padded;
    this.dh = scratch(chunks * productSize);
    this.dhNext = scratch(chunks * productSize);
    this.dc = scratch(dc0 == null ? 0 : batch * u);
    this.dcNext = scratch(dc0 == null ? 0 : batch * u);
    this.products = scratch(op.cell() == Cell.GRU ? chunks * productSize : 0);
  }

  private Ref scratch(int size) {
    if (size == 0) {
      return null;
    }
    Ref ref = RecurrentForward.scratch(size);
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
    for (Ref r : Arrays.asList(dx, dInner, reset, before, dh0, dc0)) {
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
    float[] s = dh.in(memory);
    copyBefore(first, rows);
    int at = first * u;
    int dhAt = dh.at(memory) + chunk * productSize;
    int dhNextAt = dhNext.at(memory) + chunk * productSize;
    int dcAt = dc == null ? 0 : dc.at(memory) + at;
    int dcNextAt = dc == null ? 0 : dcNext.at(memory) + at;
    copyRows(rows, u, o.dhLast().in(memory), o.dhLast().at(memory) + at, u, s, dhAt, padded);
    if (dc != null) {
      System.arraycopy(o.dcLast().in(memory), o.dcLast().at(memory) + at, s, dcAt, rows * u);
    }
    int y = products == null ? 0 : products.at(memory) + chunk * productSize;
    for (int t = time - 1; t >= 0; t--) {
      if (op.sequence()) {
        float[] from = o.dh().in(memory);
        int fromAt = o.dh().at(memory) + (first * time + t) * u;
        kernels.recurrent().add(rows, u, from, fromAt, time * u, s, dhAt, padded);
      }
      step(t, first, rows, s, dhAt, dhNextAt, dcAt, dcNextAt, y);
      int swap = dhAt;
      dhAt = dhNextAt;
      dhNextAt = swap;
      swap = dcAt;
      dcAt = dcNextAt;
      dcNextAt = swap;
    }
    copyRows(rows, u, s, dhAt, padded, dh0.in(memory), dh0.at(memory) + at, u);
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
    float[] d = dx.in(memory);
    int dAt = dx.at(memory) + from * wide;
    int dStride = time * wide;
    int saved = op.cell().saved() * u;
    float[] gates = o.saved() == null ? null : o.saved().in(memory);
    int gatesAt = o.saved() == null ? 0 : o.saved().at(memory) + from * saved;
    switch (op.cell()) {
      case SIMPLE ->
          cells.slope(
              op.activation(),
              rows,
              u,
              s,
              dhAt,
              padded,
              o.h().in(memory),
              o.h().at(memory) + from * u,
              time * u,
              d,
              dAt,
              dStride);
      case LSTM -> {
        Ref c = t == 0 ? o.c0() : o.c();
        cells.lstmGradient(
            op.activation(),
            rows,
            u,
            gates,
            gatesAt,
            time * saved,
            c.in(memory),
            c.at(memory) + offset(t, first),
            t == 0 ? u : time * u,
            o.c().in(memory),
            o.c().at(memory) + from * u,
            time * u,
            s,
            dhAt,
            padded,
            s,
            dcAt,
            s,
            dcNextAt,
            d,
            dAt,
            dStride);
      }
      case GRU, GRU_RESET_AFTER -> {
        Ref h = t == 0 ? o.h0() : o.h();
        cells.gruGradient(
            op.activation(),
            rows,
            u,
            gates,
            gatesAt,
            time * saved,
            h.in(memory),
            h.at(memory) + offset(t, first),
            t == 0 ? u : time * u,
            s,
            dhAt,
            padded,
            d,
            dAt,
            dStride,
            s,
            dhNextAt,
            padded);
      }
    }
    if (op.masked()) {
      for (int i = 0; i < rows; i++) {
        if (isMasked(first + i, t)) {
          Arrays.fill(d, dAt + i * dStride, dAt + i * dStride + wide, 0);
        }
      }
    }
    boolean gru = op.cell() == Cell.GRU || op.cell() == Cell.GRU_RESET_AFTER;
    if (gru) {
      resetGate(t, first, rows, s, dhNextAt, y);
    }
    if (op.cell() == Cell.GRU_RESET_AFTER) {
      float[] inner = dInner.in(memory);
      int to = dInner.at(memory) + from * wide;
      copyRows(rows, wide, d, dAt, dStride, inner, to, dStride);
      int a = 2 * u;
      int r = gatesAt + u;
      cells.multiply(rows, u, d, dAt + a, dStride, gates, r, time * saved, inner, to + a, dStride);
      d = inner;
      dAt = to;
    }
    int k = RecurrentForward.firstColumns(op.cell(), u);
    cells.product(
        rows, k, u, d, dAt, dStride, packed.in(memory), packed.at(memory), s, dhNextAt, gru);
    if (op.masked()) {
      for (int i = 0; i < rows; i++) {
        if (isMasked(first + i, t)) {
          System.arraycopy(s, dhAt + i * padded, s, dhNextAt + i * padded, u);
          if (dc != null) {
            System.arraycopy(s, dcAt + i * u, s, dcNextAt + i * u, u);
          }
        }
      }
    }
  }

  /** Returns the offset of the states before a step, among the first or among all states. */
  private int offset(int t, int first) {
    return t == 0 ? first * u : (first * time + t - 1) * u;
  }

  /**
   * Computes the gradient of the reset gate, in which GRUs with and without reset after the product
   * differ.
   */
  private void resetGate(int t, int first, int rows, float[] s, int dhNextAt, int y) {
    RecurrentKernels cells = kernels.recurrent();
    int from = first * time + t;
    int saved = op.cell().saved() * u;
    int stride = time * saved;
    float[] gates = o.saved().in(memory);
    int r = o.saved().at(memory) + from * saved + u;
    float[] d = dx.in(memory);
    int dAt = dx.at(memory) + from * wide;
    int dStride = time * wide;
    int a = dAt + 2 * u;
    if (op.cell() == Cell.GRU_RESET_AFTER) {
      cells.gateGradient(
          rows, u, d, a, dStride, gates, r + 2 * u, stride, gates, r, stride, d, dAt + u, dStride);
      return;
    }
    Ref states = t == 0 ? o.h0() : o.h();
    float[] h = states.in(memory);
    int hAt = states.at(memory) + offset(t, first);
    int hStride = t == 0 ? u : time * u;
    int at = packed.at(memory) + 2 * u * padded;
    cells.product(rows, u, u, d, a, dStride, packed.in(memory), at, s, y, false);
    cells.gateGradient(
        rows, u, s, y, padded, h, hAt, hStride, gates, r, stride, d, dAt + u, dStride);
    cells.multiply(rows, u, s, y, padded, gates, r, stride, s, y, padded);
    cells.add(rows, u, s, y, padded, s, dhNextAt, padded);
    cells.multiply(
        rows,
        u,
        h,
        hAt,
        hStride,
        gates,
        r,
        stride,
        reset.in(memory),
        reset.at(memory) + from * u,
        time * u);
  }

  private void copyBefore(int first, int rows) {
    float[] y = before.in(memory);
    int to = before.at(memory) + first * time * u;
    int from = o.h().at(memory) + first * time * u;
    int h0 = o.h0().at(memory) + first * u;
    copyRows(rows, u, o.h0().in(memory), h0, u, y, to, time * u);
    copyRows(rows, (time - 1) * u, o.h().in(memory), from, time * u, y, to + u, time * u);
  }

  private boolean isMasked(int row, int t) {
    return o.mask().in(memory)[o.mask().at(memory) + row * time + t] == 0;
  }

  private static void copyRows(
      int rows, int n, float[] x, int xAt, int xStride, float[] y, int yAt, int yStride) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(x, xAt + i * xStride, y, yAt + i * yStride, n);
    }
  }
}
