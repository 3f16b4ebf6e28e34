// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

/** A compiled step for one size of batch. Loading, running and reading allocate nothing. */
interface Step {
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

  /** Runs the step and returns the total loss. */
  float run(long step);

  /** Takes back what layers changed in the latest run, as if it had not been. */
  void undo();

  /** Returns one of the losses that are logged one by one. */
  float loggedLoss(int i);

  /** Lets the metrics take in the batch. */
  void updateMetrics();
}
