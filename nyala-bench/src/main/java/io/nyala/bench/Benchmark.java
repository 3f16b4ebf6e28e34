// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

/** One workload that {@code nyala bench} can measure. */
public interface Benchmark {
  /**
   * Returns the name used on the command line.
   *
   * @return such as {@code mlp-784-b32}
   */
  String name();

  /**
   * Returns a one-line description of what is timed.
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
