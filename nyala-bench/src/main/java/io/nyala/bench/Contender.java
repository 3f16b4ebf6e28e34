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
   * @param workload what to do in each step
   * @param threads the most threads that the step may use, at least 1
   * @return the step, not yet warmed up
   * @throws UnsupportedOperationException if this contender cannot do the workload
   */
  Step prepare(Workload workload, int threads);
}
