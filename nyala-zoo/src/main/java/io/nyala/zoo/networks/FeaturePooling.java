// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.globalMaxPooling2D;

import io.nyala.ops.Value;

/** What follows the last convolution of a network without a classifier. */
public enum FeaturePooling {
  /** Nothing: features are {@code (batch, height, width, channels)}. */
  NONE {
    @Override
    Value apply(Value features, ZooNetwork<?> network) {
      return features;
    }
  },

  /** The mean over all positions: features are {@code (batch, channels)}. */
  AVERAGE {
    @Override
    Value apply(Value features, ZooNetwork<?> network) {
      return ZooNetwork.named(globalAveragePooling2D(), network.averageName()).apply(features);
    }
  },

  /** The maximum over all positions: features are {@code (batch, channels)}. */
  MAX {
    @Override
    Value apply(Value features, ZooNetwork<?> network) {
      return ZooNetwork.named(globalMaxPooling2D(), network.maxName()).apply(features);
    }
  };

  abstract Value apply(Value features, ZooNetwork<?> network);
}
