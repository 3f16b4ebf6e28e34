// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

/** A workload prepared by a contender; its runs are timed. */
public interface Step extends AutoCloseable {
  /** Does the work {@link #count} times: a training step, a prediction or a product. */
  void run();

  /**
   * Returns the number of times that {@link #run} does the work, by which its time is divided.
   *
   * @return 1, or more if a natural call does many steps, such as {@code fit}
   */
  default int count() {
    return 1;
  }

  /**
   * Returns a number that shows that the work was done, from the last call of {@link #run}.
   *
   * @return the loss of training, otherwise one element of the result; not timed
   */
  double witness();

  /** Frees the resources of this workload. */
  @Override
  default void close() {}
}
