// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

/** A framework that can be timed: Nyala, or a peer in a separate process. */
public interface Contender {
  /**
   * Returns the name under which its times are reported.
   *
   * @return such as {@code libtorch}
   */
  String name();

  /**
   * Builds the network or the matrices of a workload.
   *
   * @param workload the workload of each step
   * @param threads the maximum number of threads of the step, at least 1
   * @return the step, not yet warmed up
   * @throws UnsupportedOperationException if this contender cannot do the workload
   */
  Step prepare(Workload workload, int threads);
}
