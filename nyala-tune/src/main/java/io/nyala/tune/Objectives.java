// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import java.util.Map;

/** Several objectives of a study: numbers by name for the values of a trial. */
@FunctionalInterface
public interface Objectives {
  /**
   * Returns the values of a trial, including those of all objectives. A trial that throws, or that
   * has a value that is not a number, has failed, and the search continues. A missing objective
   * ends the search.
   *
   * @throws Exception for any reason
   */
  Map<String, Double> values(Trial trial) throws Exception;
}
