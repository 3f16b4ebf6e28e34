// SPDX-License-Identifier: Apache-2.0
package io.nyala.batches;

/**
 * A source of data in batches, which need not fit into memory. {@code fit}, {@code evaluate} and
 * {@code predict} accept it as an alternative to tensors.
 *
 * <p>The batches of a pass must depend only on its number, never on timing or on earlier reads.
 * Training is then reproducible and continues after an interruption as if there had been none.
 */
public interface BatchSource {
  /** The size of a source that does not know how many batches it has. */
  long UNKNOWN = -1;

  /** The size of a source that never ends. */
  long INFINITE = Long.MAX_VALUE;

  /**
   * Begins a pass.
   *
   * @param pass the number of the pass, counted from 0; training uses consecutive passes, and the
   *     next training continues after them, see the {@code DataPosition} of a model
   */
  Pass open(long pass);

  /** Returns the number of batches in a pass, {@link #UNKNOWN} by default, or {@link #INFINITE}. */
  default long size() {
    return UNKNOWN;
  }

  /** One pass over the data; for one thread at a time. */
  interface Pass extends AutoCloseable {
    /** Returns the next batch, or null after the last one. The batch is not modified later. */
    Batch next();

    /** Stops background work and closes files. May be called at any time, also repeatedly. */
    @Override
    default void close() {}
  }
}
