// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.models.programs.BatchSpec;
import io.nyala.models.programs.Step;
import io.nyala.models.training.DataPosition;
import java.util.Map;

/** Gives training or evaluation the rows of its steps. */
public interface Feed extends AutoCloseable {
  /**
   * Says where training begins; to be called before the first epoch.
   *
   * @param from how far the model has come
   * @param firstEpoch the number of the epoch that is to go on there; where its number alone would
   *     lead further, it begins there
   */
  default void start(DataPosition from, int firstEpoch) {}

  /** Returns how far the model has come; the draws are left to others. */
  default DataPosition position() {
    return DataPosition.START;
  }

  /** Begins an epoch, counted from 0. */
  void begin(int epoch);

  /** Goes to the next step; returns for what it must be compiled, or null at the epoch's end. */
  BatchSpec next();

  /** Loads the rows of the current step. */
  void load(Step step);

  /** Leaves out so many steps of the epoch that has begun; fewer where it has no more. */
  void skip(int count);

  /**
   * Returns what tells these data, and how they are taken, from others, as texts by name.
   *
   * @param pass of data that come batch by batch the one to look at, as the marks of another feed
   *     name it; -1 for the latest that was read
   */
  Map<String, String> marks(long pass);

  /** Returns the steps in an epoch, or -1 as long as that is not known. */
  int steps();

  @Override
  default void close() {}
}
