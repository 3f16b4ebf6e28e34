// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;
import io.nyala.models.core.Placed;

/** A compiled step for one batch size. Loading, running and reading do not allocate memory. */
public interface Step extends Placed {
  /** Returns the size of the batch. */
  int rows();

  /**
   * Loads the rows of the step.
   *
   * @param data data with at least {@code from + rows()} rows
   * @param order the index of each row, or null for the given order
   * @param from the position of the first row
   */
  void load(Rows data, int[] order, int from);

  /** Returns the size of the layer outputs, in bytes. */
  long activationBytes();

  /** Returns the size of all arrays of this step except the weights, in bytes. */
  long bytes();

  /** Sets the counter from which random numbers are derived. */
  void number(long step);

  /** Returns the total loss of the latest run. */
  float loss();

  /**
   * Stores the changes that layers made in the latest run. Without this call they have no effect.
   */
  @Override
  void commit();

  /** Returns one of the individually logged losses. */
  float loggedLoss(int i);

  /** Updates metrics, in the order of the objective, with the batch. */
  void update(Metric[] metrics);
}
