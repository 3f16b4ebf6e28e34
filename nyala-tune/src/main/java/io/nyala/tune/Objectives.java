// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import java.util.Map;

/** What a study makes small, or large: several numbers for the values of a trial, by name. */
@FunctionalInterface
public interface Objectives {
  /**
   * Returns the values of a trial, those of all objectives among them. A trial that throws, or one
   * of whose values is not a number, has failed; the search goes on. An objective that is missing
   * ends it.
   *
   * @throws Exception for whatever reason
   */
  Map<String, Double> values(Trial trial) throws Exception;
}
