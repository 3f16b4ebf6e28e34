// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.kernel.WorkerPool;
import io.nyala.optimizers.OptimizerSettings.Clipping;
import io.nyala.peers.Peers;
import io.nyala.variables.LateRows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One pass over all weights in fixed chunks: gradients are averaged over accumulated batches and
 * clipped, weights decay, the rule is applied, and moving averages follow. Allocates nothing.
 */
final class UpdatePass {
  /**
   * The number of updates between flushes, which set values smaller than {@link #NO_WEIGHT} and
   * {@link FlatMath#NO_SLOT} to zero. Otherwise averages of vanished gradients, and weights that a
   * penalty pulls to zero, decay through the subnormal numbers, on which processors are a hundred
   * times slower.
   */
  private static final long FLUSH_EVERY = 64;

  private static final float NO_WEIGHT = 1e-15f;

  private final Optimizer optimizer;
  private final OptimizerSettings settings;
  private final OptimizerState state;
  private final boolean[] decays;
  private boolean anyDecays;
  private final float[] rateScales; // by variable; null if all are 1
  private final boolean accumulates;
  private final float[] before; // the weights of scaled variables before their step
  private Chunks chunks;
  private double[] pieceSquares;
  private float[] norms;

  // Tables of which a step reads few rows; null while there are none.
  private RowUpdates rowUpdates;
  private boolean[] byRows;
  private double[] rowSquares;

  private Division division; // null unless several processes divide the update
  private int[] mine; // the chunks that this process updates

  // The data that the chunks of the current pass need. Written before the pool starts, read by its
  // threads.
  private final WorkerPool.Task normPass = this::gatherSquares;
  private final WorkerPool.Task updatePass = this::updateChunk;
  private boolean updating;
  private boolean flushing;
  private float rate;
  private float globalScale;
  private float averageMomentum;
  private boolean overwriting;

  UpdatePass(Optimizer optimizer, OptimizerState state) {
    this.optimizer = optimizer;
    this.settings = optimizer.settings;
    this.state = state;
    int variables = state.segments.size();
    accumulates = settings.accumulationSteps > 1;
    chunks =
        optimizer.byVariable()
            ? Chunks.whole(state.segments)
            : new Chunks(state.segments, new boolean[variables]);
    mine = allChunks();
    decays = new boolean[variables];
    for (int i = 0; i < variables; i++) {
      Segment segment = state.segments.get(i);
      decays[i] = optimizer.decayOf(segment) != null && !settings.isExcludedFromDecay(segment);
      anyDecays |= decays[i];
    }
    rateScales = settings.scalesOf(optimizer.name(), state.segments);
    before = rateScales == null ? null : new float[lengthOf(state.segments)];
    if (settings.clipping.needsNorms()) {
      pieceSquares = new double[chunks.pieces()];
      norms = new float[variables];
    }
  }

  private static int lengthOf(List<Segment> segments) {
    return segments.isEmpty() ? 0 : segments.getLast().end();
  }

  /** Lets the rows of a variable wait for updates, or returns null if they cannot. */
  LateRows lateRows(int segment) {
    if (division != null
        || state.averages != null
        || accumulates
        || decays[segment]
        || rateScales != null && rateScales[segment] != 1
        || !optimizer.canCatchUp()) {
      return null;
    }
    if (rowUpdates == null) {
      rowUpdates = new RowUpdates(optimizer, state);
      byRows = new boolean[state.segments.size()];
    }
    for (RowUpdates.Table table : rowUpdates.tables()) {
      if (table.segment == segment) {
        return table;
      }
    }
    byRows[segment] = true;
    chunks = new Chunks(state.segments, byRows);
    mine = allChunks();
    if (pieceSquares != null) {
      pieceSquares = new double[chunks.pieces()];
      rowSquares = new double[(rowUpdates.tables().size() + 1) * RowUpdates.PARTS];
    }
    return rowUpdates.add(segment, state.segments.get(segment));
  }

  void settle() {
    if (rowUpdates != null) {
      rowUpdates.settle();
    }
  }

  boolean isSettled() {
    return rowUpdates == null || rowUpdates.isSettled();
  }

  /** Divides the update between processes; null for none. Returns the slices, or null. */
  int[] divide(Peers with) {
    if (division != null) {
      division.collect();
    }
    boolean divided = with != null && rowUpdates == null && optimizer.isDivisible();
    division = divided ? new Division(optimizer, state, chunks, with) : null;
    mine = divided ? division.mine : allChunks();
    return divided ? division.bounds : null;
  }

  /** Returns the division between processes, or null. */
  Division division() {
    return division;
  }

  private int[] allChunks() {
    return IntStream.range(0, chunks.count()).toArray();
  }

  /** Slots are about to be read, or replaced by others. */
  void expectAnything() {
    if (division != null) {
      division.expectAnything();
    }
    if (rowUpdates != null) {
      rowUpdates.expectAnything();
    }
  }

  /**
   * Applies one update.
   *
   * @param iterations the number of previous iterations, including accumulated ones
   */
  void apply(long iterations) {
    long updates = iterations / settings.accumulationSteps;
    if (rowUpdates != null) {
      rowUpdates.begin();
    }
    if (division != null) {
      division.begin();
    }
    updating = !accumulates || (iterations + 1) % settings.accumulationSteps == 0;
    if (updating) {
      rate = (float) optimizer.learningRate();
      optimizer.begin(rate, updates + 1);
      if (settings.clipping.needsNorms()) {
        WorkerPool.shared().run(normPass, tasks());
        if (division != null) {
          division.gatherSquares(pieceSquares);
        }
        combineSquares();
      }
    }
    flushing = updates % FLUSH_EVERY == FLUSH_EVERY - 1;
    averageMomentum = updates == 0 ? 0 : (float) settings.emaMomentum;
    overwriting =
        settings.emaOverwriteFrequency > 0 && (updates + 1) % settings.emaOverwriteFrequency == 0;
    WorkerPool.shared().run(updatePass, tasks());
    if (rowUpdates != null) {
      rowUpdates.end();
    }
  }

  private int tasks() {
    return mine.length + (rowUpdates == null ? 0 : rowUpdates.tables().size() * RowUpdates.PARTS);
  }

  private void gatherSquares(int task) {
    if (task >= mine.length) {
      gatherRowSquares(task - mine.length);
      return;
    }
    int chunk = mine[task];
    if (accumulates) {
      takeMean(task, chunks.from(chunk), chunks.to(chunk));
    }
    for (int p = chunks.firstPiece(chunk); p < chunks.firstPiece(chunk + 1); p++) {
      pieceSquares[p] =
          FlatMath.sumOfSquares(state.gradients, chunks.pieceFrom(p), chunks.pieceTo(p));
    }
  }

  private void gatherRowSquares(int task) {
    RowUpdates.Table table = rowUpdates.tables().get(task / RowUpdates.PARTS);
    rowSquares[task] = table.sumOfSquares(state.gradients, task % RowUpdates.PARTS);
  }

  private double combineRowSquares() {
    double all = 0;
    for (int t = 0; rowUpdates != null && t < rowUpdates.tables().size(); t++) {
      double sum = 0;
      for (int part = 0; part < RowUpdates.PARTS; part++) {
        sum += rowSquares[t * RowUpdates.PARTS + part];
      }
      norms[rowUpdates.tables().get(t).segment] = (float) Math.sqrt(sum);
      all += sum;
    }
    return all;
  }

  private void combineSquares() {
    int last = -1;
    double all = combineRowSquares();
    double sum = 0;
    for (int p = 0; p < pieceSquares.length; p++) {
      int segment = chunks.pieceSegment(p);
      sum = segment == last ? sum + pieceSquares[p] : pieceSquares[p];
      norms[segment] = (float) Math.sqrt(sum);
      all += pieceSquares[p];
      last = segment;
    }
    float norm = (float) Math.sqrt(all);
    float limit = settings.clipLimit;
    // The last term turns an infinite norm into NaN, which is then seen rather than hidden.
    globalScale = limit * Math.min(1 / norm, 1 / limit) + (norm - norm);
  }

  private void updateRows(int task) {
    RowUpdates.Table table = rowUpdates.tables().get(task / RowUpdates.PARTS);
    int part = task % RowUpdates.PARTS;
    if (!table.isPlanned()) {
      int at = table.offset + table.row0(part) * table.width;
      int end = table.offset + table.row0(part + 1) * table.width;
      clipStretch(table.segment, at, end);
      optimizer.update(state.weights, state.gradients, at, end);
      table.takeAll(table.row0(part), table.row0(part + 1));
      return;
    }
    for (int place = table.place(part); place < table.place(part + 1); place++) {
      int at = table.take(place);
      clipStretch(table.segment, at, at + table.width);
      optimizer.update(state.weights, state.gradients, at, at + table.width);
    }
  }

  private void clipStretch(int segment, int from, int to) {
    float limit = settings.clipLimit;
    switch (settings.clipping) {
      case NONE -> {}
      case BY_VALUE -> FlatMath.clip(state.gradients, from, to, limit);
      case BY_GLOBAL_NORM -> FlatMath.scale(state.gradients, from, to, globalScale);
      case BY_NORM ->
          FlatMath.scale(state.gradients, from, to, limit, Math.max(norms[segment], limit));
    }
  }

  private void updateChunk(int task) {
    if (task >= mine.length) {
      updateRows(task - mine.length);
      return;
    }
    int chunk = mine[task];
    int from = chunks.from(chunk);
    int to = chunks.to(chunk);
    if (!updating) {
      int last = state.arrays() - 1;
      FlatMath.add(array(last, task), shift(from), state.gradients, from, to);
    } else {
      if (accumulates && !settings.clipping.needsNorms()) {
        takeMean(task, from, to);
      }
      clip(chunk);
      if (rateScales != null) {
        System.arraycopy(state.weights, from, before, from, to - from);
      }
      if (anyDecays) {
        decay(chunk);
      }
      if (isByParts()) {
        division.update(task);
      } else {
        optimizer.update(state.weights, state.gradients, from, to);
      }
      if (rateScales != null) {
        scaleSteps(chunk);
      }
      if (flushing) {
        FlatMath.flush(state.weights, from, to, NO_WEIGHT);
        int shift = shift(from);
        for (int i = 0; i < state.slots.length; i++) {
          FlatMath.flush(array(i, task), from - shift, to - shift, FlatMath.NO_SLOT);
        }
      }
    }
    if (state.averages != null) {
      FlatMath.average(state.averages, state.weights, from, to, averageMomentum);
      if (overwriting) {
        System.arraycopy(state.averages, from, state.weights, from, to - from);
      }
    }
  }

  private boolean isByParts() {
    return division != null && division.isByParts();
  }

  /** Returns an array of the state, or the part of it that belongs to an own chunk. */
  private float[] array(int index, int task) {
    return isByParts() ? division.part(index, task) : state.array(index);
  }

  /** Returns the position of the first element of that array among all weights. */
  private int shift(int from) {
    return isByParts() ? from : 0;
  }

  private void takeMean(int task, int from, int to) {
    float[] sum = array(state.arrays() - 1, task);
    FlatMath.takeMean(sum, shift(from), state.gradients, from, to, settings.accumulationSteps);
  }

  private void clip(int chunk) {
    if (settings.clipping == Clipping.BY_NORM) {
      for (int p = chunks.firstPiece(chunk); p < chunks.firstPiece(chunk + 1); p++) {
        clipStretch(chunks.pieceSegment(p), chunks.pieceFrom(p), chunks.pieceTo(p));
      }
    } else {
      clipStretch(-1, chunks.from(chunk), chunks.to(chunk));
    }
  }

  /** Multiplies the steps just made by the factors of their variables. */
  private void scaleSteps(int chunk) {
    for (int p = chunks.firstPiece(chunk); p < chunks.firstPiece(chunk + 1); p++) {
      float scale = rateScales[chunks.pieceSegment(p)];
      if (scale != 1) {
        FlatMath.between(before, state.weights, chunks.pieceFrom(p), chunks.pieceTo(p), scale);
      }
    }
  }

  private void decay(int chunk) {
    for (int p = chunks.firstPiece(chunk); p < chunks.firstPiece(chunk + 1); p++) {
      int segment = chunks.pieceSegment(p);
      if (decays[segment]) {
        float decay = optimizer.decayOf(state.segments.get(segment)).floatValue();
        FlatMath.decay(state.weights, chunks.pieceFrom(p), chunks.pieceTo(p), decay, rate);
      }
    }
  }
}
