// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

/** A benchmark that {@code nyala bench} can run. */
public interface Benchmark {
  /**
   * Returns the name used on the command line.
   *
   * @return such as {@code mlp-784-b32}
   */
  String name();

  /**
   * Returns a one-line description of the measurement.
   *
   * @return one line without a final full stop
   */
  String description();

  /**
   * Measures, after a warm-up.
   *
   * @param threads the number of threads of every contender
   * @return the row of the report
   * @throws Exception if the work fails
   */
  BenchReport.Row run(int threads) throws Exception;
}
