// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import java.io.Serializable;

/** The objective of a study: a number for the values of a trial. */
@FunctionalInterface
public interface Objective extends Serializable {
  /**
   * Returns the value of a trial. A trial that throws, or whose value is not a number, has failed,
   * and the search continues.
   *
   * @throws Exception for any reason
   */
  double value(Trial trial) throws Exception;
}
