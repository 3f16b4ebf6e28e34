// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The unclaimed chunks of a job: a range for each thread, of which the thread claims the first
 * chunk and others claim the last one. A range is one word, so that claims need no lock.
 */
final class Stretches {
  /** Longs between two words, so that no two share a cache line or a prefetched pair of lines. */
  static final int SPACING = 32;

  // A word: the number of the job, the next chunk, and the end.
  private static final int CHUNK_BITS = 20;
  private static final long NEXT = 1L << CHUNK_BITS;
  private static final int JOB_SHIFT = 2 * CHUNK_BITS;

  /** The largest number of chunks in a job. */
  static final int MOST_CHUNKS = (1 << CHUNK_BITS) - 1;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] words;

  Stretches(int threads) {
    words = new long[SPACING / 2 + threads * SPACING];
  }

  /**
   * Gives a thread its range. The store is volatile, because a worker that goes to sleep must
   * either see its range or be seen asleep by the caller.
   */
  void give(int thread, long job, int from, int end) {
    WORD.setVolatile(words, at(thread), job << JOB_SHIFT | from * NEXT | end);
  }

  /** Returns the number of the job for which a thread got its latest range. */
  long job(int thread) {
    return (long) WORD.getVolatile(words, at(thread)) >>> JOB_SHIFT;
  }

  /** Returns the same as {@link #job}, perhaps a little later; for a thread that spins. */
  long jobSoon(int thread) {
    return (long) WORD.getOpaque(words, at(thread)) >>> JOB_SHIFT;
  }

  /** Claims the first chunk of a range; returns -1 if none is left. */
  int claimFirst(int thread) {
    int at = at(thread);
    while (true) {
      long seen = (long) WORD.getAcquire(words, at);
      if (next(seen) >= end(seen)) {
        return -1;
      }
      if (WORD.compareAndSet(words, at, seen, seen + NEXT)) {
        return next(seen);
      }
    }
  }

  /** Claims the last chunk of a range; returns -1 if none is left. */
  int claimLast(int thread) {
    int at = at(thread);
    while (true) {
      long seen = (long) WORD.getAcquire(words, at);
      if (next(seen) >= end(seen)) {
        return -1;
      }
      if (WORD.compareAndSet(words, at, seen, seen - 1)) {
        return end(seen) - 1;
      }
    }
  }

  private static int at(int thread) {
    return SPACING / 2 + thread * SPACING;
  }

  private static int next(long word) {
    return (int) (word >>> CHUNK_BITS) & MOST_CHUNKS;
  }

  private static int end(long word) {
    return (int) word & MOST_CHUNKS;
  }
}
