// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

/** One workload that {@code nyala bench} can measure. */
public interface Benchmark {
  /**
   * Return the name that the user types.
   *
   * @return such as {@code mlp-784-b32}
   */
  String name();

  /**
   * Say in one line what is timed.
   *
   * @return one line without a final full stop
   */
  String description();

  /**
   * Measure, after warm-up.
   *
   * @param threads threads to give to every contender
   * @return the row of the report
   * @throws Exception if the work failed
   */
  BenchReport.Row run(int threads) throws Exception;
}
