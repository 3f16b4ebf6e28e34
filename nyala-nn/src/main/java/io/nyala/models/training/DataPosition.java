// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

/**
 * The position of a model in its data and its random numbers. The next {@code fit} continues there,
 * so that it repeats neither the order of rows nor the dropout masks. Two calls of {@code fit} for
 * three epochs each thus use the rows in the same order as one call for six.
 *
 * @param pass the current or next pass over the data, numbered from 0
 * @param batch the number of batches used in that pass
 * @param batches the number of batches per pass, or -1 if unknown
 * @param draws the training steps before those counted by the current optimizer. Random numbers
 *     depend on the sum
 */
public record DataPosition(long pass, long batch, long batches, long draws) {
  /** The position of a model that has not been trained yet. */
  public static final DataPosition START = new DataPosition(0, 0, -1, 0);

  /** Returns whether no data have been used yet. */
  public boolean isStart() {
    return pass == 0 && batch == 0;
  }

  /** Returns the same position with another number of draws. */
  public DataPosition withDraws(long newDraws) {
    return new DataPosition(pass, batch, batches, newDraws);
  }

  /** Returns the first unused pass, given the number of batches per pass or -1. */
  public long unusedPass(long size) {
    if (batch == 0) {
      return pass;
    }
    return batches >= 0 ? pass + 1 : pass + (size > 0 ? Math.ceilDiv(batch, size) : batch);
  }

  /**
   * Returns the number of batches used, for passes with {@code size} batches. A pass with a
   * different number of batches counts as fully used.
   */
  public long used(long size) {
    return batches == size || batches < 0
        ? pass * size + batch
        : (batch > 0 ? pass + 1 : pass) * size;
  }
}
