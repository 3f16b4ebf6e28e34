// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;
import io.nyala.models.core.Placed;

/** A compiled step for one size of batch. Loading, running and reading allocate nothing. */
public interface Step extends Placed {
  /** Returns the size of the batch. */
  int rows();

  /**
   * Gives the step its rows.
   *
   * @param data with at least {@code from + rows()} rows
   * @param order where each row is to be found, or null for the rows as they lie
   * @param from the first row
   */
  void load(Rows data, int[] order, int from);

  /** Returns the size of what the layers put out, in bytes. */
  long activationBytes();

  /** Returns the size of all arrays of this step, in bytes; weights are not among them. */
  long bytes();

  /** Sets the counter from which random numbers are drawn. */
  void number(long step);

  /** Returns the total loss of the latest run. */
  float loss();

  /** Makes what layers changed in the latest run their content; without it nothing is changed. */
  @Override
  void commit();

  /** Returns one of the losses that are logged one by one. */
  float loggedLoss(int i);

  /** Lets metrics, in the order of the objective, take in the batch. */
  void update(Metric[] metrics);
}
