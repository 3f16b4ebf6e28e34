// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The losses and metrics of a training on Spark, epoch by epoch. They are those of the whole data.
 *
 * @param values the values of all epochs, by name
 */
record TrainingLogs(Map<String, List<Double>> values) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Copies the values. */
  TrainingLogs {
    Map<String, List<Double>> copy = new LinkedHashMap<>();
    values.forEach((name, each) -> copy.put(name, List.copyOf(each)));
    values = copy;
  }
}
