// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.kernel.WorkerPool;
import io.nyala.variables.LateRows;
import io.nyala.variables.Upkeep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables of an optimizer whose rows are updated lazily while they have no gradient.
 *
 * <p>Updates are counted from the last time all rows were up to date. Each row stores its latest
 * update. The updates missed since then, all without gradient, are applied at once by {@link
 * Optimizer#catchUp}. A row whose slots are all zero is not changed by such updates.
 */
final class RowUpdates implements Upkeep {
  /**
   * The maximum number of missed updates, after which all rows are brought up to date. Checkpoints
   * wait for this, so it should take only seconds, while adding little to the cost of a step.
   */
  static final int MOST = 256;

  /** The number of parts of a table or a plan. */
  static final int PARTS = 32;

  private static final int AT_REST = -1;

  /** One table. */
  final class Table extends LateRows {
    final int segment;
    final int offset;
    final int width;
    private final int[] have;
    private boolean planned;

    private Table(int segment, Segment s) {
      super(s.shape().dim(0));
      this.segment = segment;
      this.offset = s.offset();
      this.width = s.size() / s.shape().dim(0);
      this.have = new int[rows()];
    }

    @Override
    public void settle() {
      RowUpdates.this.settle();
    }

    @Override
    public void settle(float[] copy) {
      if (late) {
        settleCopy(copy);
      }
    }

    /** Applies the missed updates of each row, copies the result, and restores the row. */
    private void settleCopy(float[] copy) {
      float[][] slots = state.slots;
      float[][] before = new float[slots.length + 1][width];
      for (int row = 0; row < rows(); row++) {
        if (have[row] < 0 || have[row] == now || isZero(row)) {
          continue;
        }
        int at = offset + row * width;
        for (int i = 0; i < slots.length; i++) {
          System.arraycopy(slots[i], at, before[i], 0, width);
        }
        System.arraycopy(state.weights, at, before[slots.length], 0, width);
        catchUp(row);
        System.arraycopy(state.weights, at, copy, row * width, width);
        System.arraycopy(before[slots.length], 0, state.weights, at, width);
        for (int i = 0; i < slots.length; i++) {
          System.arraycopy(before[i], 0, slots[i], at, width);
        }
      }
    }

    @Override
    public void refresh(int from, int to) {
      for (int place = from; place < to; place++) {
        int row = row(place);
        if (have[row] >= 0 && have[row] < now) {
          catchUp(row);
          have[row] = now;
        }
      }
    }

    private void catchUp(int row) {
      int at = offset + row * width;
      optimizer.catchUp(state.weights, at, at + width, have[row], now);
    }

    /** Returns the position of the row at an index of the plan, after bringing it up to date. */
    int take(int place) {
      have[row(place)] = now + 1;
      return offset + row(place) * width;
    }

    /** Records that rows have had an update, with any gradient. */
    void takeAll(int fromRow, int toRow) {
      Arrays.fill(have, fromRow, toRow, now + 1);
    }

    private void seePlan() {
      planned = takePlan();
    }

    /** Returns whether the gradients of this update are those of a plan. */
    boolean isPlanned() {
      return planned;
    }

    int place(int part) {
      return (int) ((long) count() * part / PARTS);
    }

    int row0(int part) {
      return (int) ((long) rows() * part / PARTS);
    }

    /** Sums the squares of the gradients of a part: of its planned rows, or of all of them. */
    double sumOfSquares(float[] gradients, int part) {
      if (!planned) {
        int end = offset + row0(part + 1) * width;
        return FlatMath.sumOfSquares(gradients, offset + row0(part) * width, end);
      }
      double sum = 0;
      for (int place = place(part); place < place(part + 1); place++) {
        int at = offset + row(place) * width;
        sum += FlatMath.sumOfSquares(gradients, at, at + width);
      }
      return sum;
    }

    private void settle(int part) {
      for (int row = row0(part); row < row0(part + 1); row++) {
        if (have[row] == AT_REST) {
          continue;
        }
        boolean rests = false;
        if (have[row] < now) {
          rests = isZero(row);
          if (!rests) {
            catchUp(row);
          }
        }
        have[row] = rests ? AT_REST : 0;
      }
    }

    private boolean isZero(int row) {
      for (float[] slot : state.slots) {
        for (int i = offset + row * width; i < offset + (row + 1) * width; i++) {
          if (slot[i] != 0) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private final Optimizer optimizer;
  private final List<Table> tables = new ArrayList<>();
  private final WorkerPool.Task settling = this::settlePart;
  private final OptimizerState state;
  private int now;
  private volatile boolean late;

  RowUpdates(Optimizer optimizer, OptimizerState state) {
    this.optimizer = optimizer;
    this.state = state;
  }

  List<Table> tables() {
    return tables;
  }

  Table add(int segment, Segment s) {
    settle();
    Table table = new Table(segment, s);
    tables.add(table);
    return table;
  }

  /** Prepares an update: tables whose gradients do not come from a plan are updated as a whole. */
  void begin() {
    boolean all = true;
    for (Table table : tables) {
      table.seePlan();
      all &= table.planned;
    }
    if (!all) {
      settle();
    }
  }

  /** Counts an update. */
  void end() {
    now++;
    late = true;
    optimizer.counted(now);
    if (now == MOST) {
      settle();
    }
  }

  boolean isSettled() {
    return !late;
  }

  @Override
  public void settle() {
    if (late) {
      settleNow();
    }
  }

  private synchronized void settleNow() {
    if (late) {
      WorkerPool.shared().run(settling, tables.size() * PARTS);
      now = 0;
      optimizer.counted(0);
      late = false;
    }
  }

  private void settlePart(int part) {
    tables.get(part / PARTS).settle(part % PARTS);
  }

  /** Must be called when slots may have been set externally. */
  void expectAnything() {
    settle();
    for (Table table : tables) {
      Arrays.fill(table.have, 0);
    }
  }
}
