// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.training;

/**
 * How far a model has come through its data and its random numbers. The next {@code fit} goes on
 * from there: it repeats neither an order of rows nor a pattern of dropout. So {@code fit} twice
 * for three epochs takes the rows in the same orders as once for six.
 *
 * @param pass over the data that comes next or is under way, counted from 0
 * @param batch batches of that pass that are used
 * @param batches in a pass, or -1 where that is not known
 * @param draws steps of training before those that the present optimizer counts; random numbers are
 *     drawn by the sum
 */
public record DataPosition(long pass, long batch, long batches, long draws) {
  /** The position of a model that was not trained yet. */
  public static final DataPosition START = new DataPosition(0, 0, -1, 0);

  /** Returns whether no data are used yet. */
  public boolean isStart() {
    return pass == 0 && batch == 0;
  }

  /** Returns the same position with other draws. */
  public DataPosition withDraws(long newDraws) {
    return new DataPosition(pass, batch, batches, newDraws);
  }

  /** Returns the first pass that is not used at all, of so many batches or -1. */
  public long unusedPass(long size) {
    if (batch == 0) {
      return pass;
    }
    return batches >= 0 ? pass + 1 : pass + (size > 0 ? Math.ceilDiv(batch, size) : batch);
  }

  /**
   * Returns how many batches are used, of passes with {@code size} batches; those of a pass that
   * was made of other batches count as used up.
   */
  public long used(long size) {
    return batches == size || batches < 0
        ? pass * size + batch
        : (batch > 0 ? pass + 1 : pass) * size;
  }
}
