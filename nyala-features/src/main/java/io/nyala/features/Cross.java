// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.layers.FeatureLayers.hashedCrossing;

import io.nyala.features.layers.IndexOutput;
import io.nyala.ops.Value;
import java.util.List;
import java.util.Map;

/**
 * The combinations of several categories.
 *
 * @param columns the columns
 * @param bins the number of bins
 */
record Cross(List<String> columns, int bins) {
  Cross {
    if (columns.size() < 2 || columns.stream().distinct().count() < columns.size()) {
      throw new IllegalArgumentException(
          "cross: expected two different columns or more, got " + columns);
    }
    if (bins < 1) {
      throw new IllegalArgumentException("cross: expected at least one bin, got " + bins);
    }
  }

  void encode(Map<String, Value> inputs, Encoder encoder) {
    Value[] crossed = columns.stream().map(inputs::get).toArray(Value[]::new);
    encoder.add(
        hashedCrossing(bins)
            .outputMode(IndexOutput.ONE_HOT)
            .named(encoder.unique(String.join("_x_", columns).replace('/', '_')))
            .apply(crossed));
  }
}
