// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.peers.Peers;
import io.nyala.peers.Topic;
import io.nyala.settings.Arguments;
import io.nyala.variables.Variable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The division of an update between processes: each updates some chunks of the weights, and keeps
 * the slots of these chunks only. A chunk is then updated in copies of its weights and gradients,
 * which have the positions of its slots.
 *
 * <p>Rules that process variables as a whole keep whole slots, in which each process updates its
 * slices. Moving averages of weights are kept in the same way.
 */
public final class Division {
  /** The number of elements that are sent to the first process at once. */
  private static final int BLOCK = 1 << 20;

  private static final int NONE = -1;

  /** Where the slots are complete; the same in all processes. */
  private enum Whole {
    EVERYWHERE,
    IN_THE_FIRST,
    NOWHERE
  }

  /** The copies of one thread. */
  private static final class Bench {
    final float[] weights = new float[Chunks.SIZE];
    final float[] gradients = new float[Chunks.SIZE];
    int task = -1;
  }

  private final Optimizer optimizer;
  private final OptimizerState state;
  private final Chunks chunks;
  private final Peers peers;
  private final boolean byParts;
  private final ThreadLocal<Bench> benches = ThreadLocal.withInitial(Bench::new);

  /** The chunks that this process updates, ascending. */
  final int[] mine;

  /** The slices of the processes, as {@link Peers} exchanges them. */
  final int[] bounds;

  private final int[] pieceBounds;

  private Whole whole = Whole.EVERYWHERE;
  private float[][][] parts; // by array and own chunk; null while this process has whole arrays
  private boolean stale; // whether the arrays that stay whole are up to date in own slices only
  private float[] reading; // receives one variable while the first process reads the state
  private int read; // its number

  Division(Optimizer optimizer, OptimizerState state, Chunks chunks, Peers peers) {
    this.optimizer = optimizer;
    this.state = state;
    this.chunks = chunks;
    this.peers = peers;
    this.byParts = peers.count() > 1 && !optimizer.byVariable();
    int length = state.weights.length;
    int slices = Peers.slicesEach(length, peers.count()) * peers.count();
    bounds = new int[slices + 1];
    pieceBounds = new int[slices + 1];
    int[] own = new int[0];
    int chunk = 0;
    for (int s = 0; s < slices; s++) {
      long ideal = (long) length * (s + 1) / slices;
      int first = chunk;
      while (chunk < chunks.count() && (chunks.from(chunk) < ideal || s == slices - 1)) {
        chunk++;
      }
      bounds[s + 1] = chunk < chunks.count() ? chunks.from(chunk) : length;
      pieceBounds[s + 1] = chunks.firstPiece(chunk);
      if (s % peers.count() == peers.rank()) {
        own = IntStream.concat(IntStream.of(own), IntStream.range(first, chunk)).toArray();
      }
    }
    mine = own;
  }

  /** Returns the number of processes among which slots are divided, 1 if they are whole. */
  public int holders() {
    return byParts ? peers.count() : 1;
  }

  /** Completes the sums of squares; each process has computed those of its own chunks. */
  void gatherSquares(double[] pieceSquares) {
    peers.gather(Topic.NORMS, pieceSquares, pieceBounds);
  }

  // Updating

  /** Called before an update. */
  void begin() {
    spread();
    stale = peers.count() > 1;
  }

  /**
   * Leaves this process the slots of its chunks only; all processes must call this. The next update
   * would do so too, but then other memory is in use.
   */
  public void spread() {
    if (!byParts) {
      return;
    }
    if (parts == null) {
      float[][][] own = new float[state.arrays()][mine.length][];
      for (int a = 0; a < own.length; a++) {
        for (int i = 0; i < mine.length; i++) {
          int chunk = mine[i];
          own[a][i] = Arrays.copyOfRange(state.array(a), chunks.from(chunk), chunks.to(chunk));
        }
        state.array(a, null);
      }
      parts = own;
    }
    whole = Whole.NOWHERE;
  }

  /** Returns whether this process has parts of the slots only. */
  boolean isByParts() {
    return parts != null;
  }

  /** Returns the part of an array of the state that belongs to an own chunk. */
  float[] part(int array, int task) {
    return parts[array][task];
  }

  /** Applies the rule to an own chunk, with its part of the slots. */
  void update(int task) {
    int from = chunks.from(mine[task]);
    int size = chunks.to(mine[task]) - from;
    Bench bench = benches.get();
    System.arraycopy(state.weights, from, bench.weights, 0, size);
    System.arraycopy(state.gradients, from, bench.gradients, 0, size);
    bench.task = task;
    optimizer.update(bench.weights, bench.gradients, 0, size);
    bench.task = -1;
    System.arraycopy(bench.weights, 0, state.weights, from, size);
  }

  /** Returns the part of a slot for the chunk that this thread updates. */
  float[] slot(int index) {
    int task = benches.get().task;
    if (task < 0) {
      throw divided();
    }
    return parts[index][task];
  }

  /** Whole arrays are about to be read, or replaced. */
  void expectAnything() {
    if (stale) {
      throw divided();
    }
  }

  private IllegalStateException divided() {
    return new IllegalStateException(
        ("optimizer \"%s\": its state is divided between %d workers; read or save it on worker 0"
                + " when fit has ended, or call Model.distribute(null) on all workers before")
            .formatted(optimizer.name(), peers.count()));
  }

  // Completing

  /** Completes averages and whole slots in all processes, which must all call this. */
  public void collectWhole() {
    if (!stale) {
      return;
    }
    for (int a = 0; !byParts && a < state.arrays(); a++) {
      peers.gather(Topic.SLOTS, state.array(a), bounds);
    }
    if (state.averages != null) {
      peers.gather(Topic.SLOTS, state.averages, bounds);
    }
    stale = false;
  }

  /** Completes the state in all processes, which must all call this. */
  public void collect() {
    collectWhole();
    if (whole == Whole.EVERYWHERE) {
      return;
    }
    for (int a = 0; a < state.arrays(); a++) {
      float[] array = parts == null ? state.array(a) : unpack(a);
      peers.gather(Topic.SLOTS, array, bounds);
      state.array(a, array);
    }
    parts = null;
    whole = Whole.EVERYWHERE;
  }

  /** Completes the state in the first process; all must call this. */
  public void collectInFirst() {
    collectWhole();
    if (whole != Whole.NOWHERE) {
      return;
    }
    int length = state.weights.length;
    for (int a = 0; a < state.arrays(); a++) {
      float[] array = peers.rank() == 0 ? new float[length] : null;
      bring(a, 0, length, array);
      if (array != null) {
        state.array(a, array);
        parts[a] = null;
      }
    }
    if (peers.rank() == 0) {
      parts = null;
    }
    whole = Whole.IN_THE_FIRST;
  }

  private float[] unpack(int a) {
    float[] array = new float[state.weights.length];
    for (int i = 0; i < mine.length; i++) {
      System.arraycopy(parts[a][i], 0, array, chunks.from(mine[i]), parts[a][i].length);
    }
    parts[a] = null;
    return array;
  }

  // Reading without completing

  /**
   * Lets the first process read the state within some work; all must call this, and only the first
   * may wait for others meanwhile. Divided slots are not completed: each variable is collected when
   * it is read, and valid until the next one is.
   */
  public void read(Runnable work) {
    Arguments.given("work", work);
    collectWhole();
    if (whole != Whole.NOWHERE) {
      work.run();
    } else if (peers.rank() == 0) {
      reading = new float[state.segments.stream().mapToInt(Segment::size).max().orElse(0)];
      read = NONE;
      try {
        work.run();
      } finally {
        reading = null;
        request(NONE);
      }
    } else {
      work.run();
      for (int i = request(NONE); i != NONE; i = request(NONE)) {
        Segment s = state.segments.get(i % state.segments.size());
        bring(i / state.segments.size(), s.offset(), s.end(), null);
      }
    }
  }

  /** Returns the number of the variable that the first process wants. */
  private int request(int i) {
    return peers.gather(Topic.SLOTS, i)[0];
  }

  /** Returns a view of an array that this process has parts of. */
  Variable view(String path, int array, Segment segment) {
    if (reading == null) {
      Variable unreadable = new Variable(path, segment.shape());
      unreadable.upkeep(
          () -> {
            throw divided();
          });
      return unreadable;
    }
    int number = array * state.segments.size() + state.segments.indexOf(segment);
    Variable view = Variable.in(path, segment.shape(), reading, 0);
    view.upkeep(() -> fetch(number, array, segment));
    return view;
  }

  private void fetch(int number, int array, Segment segment) {
    if (reading == null) {
      throw divided();
    }
    if (read != number) {
      request(number);
      bring(array, segment.offset(), segment.end(), reading);
      read = number;
    }
  }

  /**
   * Copies a range of an array of the state from all processes.
   *
   * @param into receives the range from its beginning on; null in processes other than the first
   */
  private void bring(int array, int from, int to, float[] into) {
    float[] block = new float[Math.min(BLOCK, to - from)];
    int[] ends = new int[peers.count() + 1];
    for (int at = from; at < to; at += block.length) {
      int end = Math.min(to, at + block.length);
      Arrays.fill(ends, 0);
      walk(at, end, (owner, first, count) -> ends[owner + 1] += count);
      Arrays.parallelPrefix(ends, Integer::sum);
      int[] next = ends.clone();
      walk(
          at,
          end,
          (owner, first, count) -> {
            if (owner == peers.rank()) {
              copyOwn(array, first, count, block, next[owner]);
            }
            next[owner] += count;
          });
      peers.gatherInFirst(Topic.SLOTS, block, ends);
      if (into != null) {
        System.arraycopy(ends, 0, next, 0, ends.length);
        walk(
            at,
            end,
            (owner, first, count) -> {
              System.arraycopy(block, next[owner], into, first - from, count);
              next[owner] += count;
            });
      }
    }
  }

  /** Receives the pieces of a range. */
  private interface Pieces {
    void accept(int owner, int first, int count);
  }

  /** Visits the slices in a range, in their order. */
  private void walk(int from, int to, Pieces pieces) {
    for (int s = 0; s + 1 < bounds.length; s++) {
      int first = Math.max(from, bounds[s]);
      int end = Math.min(to, bounds[s + 1]);
      if (first < end) {
        pieces.accept(s % peers.count(), first, end - first);
      }
    }
  }

  /** Copies numbers of own chunks. */
  private void copyOwn(int array, int from, int count, float[] into, int at) {
    for (int i = 0; i < mine.length; i++) {
      int chunk = mine[i];
      int first = Math.max(from, chunks.from(chunk));
      int end = Math.min(from + count, chunks.to(chunk));
      if (first < end) {
        System.arraycopy(
            parts[array][i], first - chunks.from(chunk), into, at + first - from, end - first);
      }
    }
  }
}
