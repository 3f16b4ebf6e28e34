// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

/** A workload prepared by a contender; its runs are timed. */
public interface Step extends AutoCloseable {
  /** Does the work {@link #count} times: a training step, a prediction or a product. */
  void run();

  /**
   * Returns how often {@link #run} does the work: a time is divided by it.
   *
   * @return 1, or more where the natural call does many steps, such as {@code fit}
   */
  default int count() {
    return 1;
  }

  /**
   * Returns a number that shows that the work was done, from the last call of {@link #run}.
   *
   * @return the loss for training, else one element of the result; not timed
   */
  double witness();

  /** Frees the resources of this workload. */
  @Override
  default void close() {}
}
