// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.WorkerPool;
import java.util.List;

/**
 * A step of a program. Its chunks may run in any order on any threads; how many there are depends
 * on shapes alone, so that results never depend on the number of threads.
 */
abstract class Instruction implements WorkerPool.Task, Cloneable {
  Memory memory;
  int chunks = 1;

  /** Returns what is read. */
  abstract List<Ref> reads();

  /** Returns what is written, including scratch. */
  abstract List<Ref> writes();

  /** An operand and a result that this instruction allows to share memory. */
  record Overwrite(Ref operand, Ref result) {}

  /** Returns pairs where nothing of the operand is read after the result was written there. */
  List<Overwrite> overwrites() {
    return List.of();
  }

  @Override
  public abstract void run(int chunk);

  /** Returns a copy that works in another memory. */
  final Instruction in(Memory newMemory) {
    try {
      Instruction copy = (Instruction) clone();
      copy.memory = newMemory;
      copy.prepare();
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** Allocates what a copy must not share with others. */
  void prepare() {}

  /** Returns where a chunk of {@code n} things begins. */
  final int begin(int chunk, int n) {
    return (int) ((long) n * chunk / chunks);
  }

  /**
   * Returns into how many chunks to cut work.
   *
   * @param cost of all of it, in elements or so
   * @param grain least cost that is worth another chunk
   * @param most no more than this
   */
  static int chunksFor(long cost, long grain, int most) {
    return (int) Math.max(1, Math.min(Math.min(MOST_CHUNKS, most), cost / grain));
  }

  private static final int MOST_CHUNKS = 16;
}
