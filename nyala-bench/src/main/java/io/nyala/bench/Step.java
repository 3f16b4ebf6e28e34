// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

/** One workload made ready by one contender: running it once is what gets timed. */
public interface Step extends AutoCloseable {
  /** Do the work {@link #count} times: a training step, a prediction or a product. */
  void run();

  /**
   * Return how often {@link #run} does the work: a time is divided by it.
   *
   * @return 1, or more where the natural call does many steps, such as {@code fit}
   */
  default int count() {
    return 1;
  }

  /**
   * Return a number that shows that the work was done, from the last call of {@link #run}.
   *
   * @return the loss for training, else one element of the result; not timed
   */
  double witness();

  /** Free what the contender holds for this workload. */
  @Override
  default void close() {}
}
