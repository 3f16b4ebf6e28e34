// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.feeding;

import io.nyala.models.programs.BatchSpec;
import io.nyala.models.programs.Step;
import io.nyala.models.training.DataPosition;
import java.util.Map;

/** Supplies training or evaluation with the rows of each step. */
public interface Feed extends AutoCloseable {
  /**
   * Sets the start of training. Must be called before the first epoch.
   *
   * @param from the position of the model in its data
   * @param firstEpoch the number of the epoch that continues there. If this number alone leads
   *     further, the epoch starts there instead
   */
  default void start(DataPosition from, int firstEpoch) {}

  /** Returns the position of the model in its data, without the number of draws. */
  default DataPosition position() {
    return DataPosition.START;
  }

  /** Starts an epoch, numbered from 0. */
  void begin(int epoch);

  /**
   * Advances to the next step. Returns the batch to compile for, or null at the end of the epoch.
   */
  BatchSpec next();

  /** Loads the rows of the current step. */
  void load(Step step);

  /** Skips {@code count} steps of the current epoch, or fewer if the epoch ends before. */
  void skip(int count);

  /**
   * Returns the characteristics of the data and of how they are read, as strings by name.
   *
   * @param pass for data read batch by batch, the pass to examine, as named by the marks of another
   *     feed. -1 selects the latest pass read
   */
  Map<String, String> marks(long pass);

  /** Returns the number of steps per epoch, or -1 if not known yet. */
  int steps();

  @Override
  default void close() {}
}
