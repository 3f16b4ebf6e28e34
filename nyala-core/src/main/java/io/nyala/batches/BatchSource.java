// SPDX-License-Identifier: Apache-2.0
package io.nyala.batches;

/**
 * Data that come batch by batch, so that they need not fit into memory; what {@code fit}, {@code
 * evaluate} and {@code predict} take besides tensors.
 *
 * <p>The batches of a pass are to depend on its number alone, never on timing or on what was read
 * before: then a training repeats, and goes on after an interruption as if there had been none.
 */
public interface BatchSource {
  /** The size of a source that does not know how many batches it has. */
  long UNKNOWN = -1;

  /** The size of a source that never ends. */
  long INFINITE = Long.MAX_VALUE;

  /**
   * Begins a pass.
   *
   * @param pass the number of the pass, counted from 0; a training takes one after the other, and
   *     the next one goes on behind them, see the {@code DataPosition} of a model
   */
  Pass open(long pass);

  /** Returns the batches in a pass, {@link #UNKNOWN} by default, or {@link #INFINITE}. */
  default long size() {
    return UNKNOWN;
  }

  /** One pass over the data; for one thread at a time. */
  interface Pass extends AutoCloseable {
    /** Returns the next batch, or null after the last one. It is not written to later. */
    Batch next();

    /** Stops what works ahead, and closes files. May be called at any time, and twice. */
    @Override
    default void close() {}
  }
}
