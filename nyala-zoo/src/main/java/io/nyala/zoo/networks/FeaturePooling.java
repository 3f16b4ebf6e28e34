// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import io.nyala.ops.Value;

/** What follows the last convolution of a network without a classifier. */
public enum FeaturePooling {
  /** Nothing: features are {@code (batch, height, width, channels)}. */
  NONE {
    @Override
    Value apply(Value features, boolean named) {
      return features;
    }
  },

  /** The mean over all positions: features are {@code (batch, channels)}. */
  AVERAGE {
    @Override
    Value apply(Value features, boolean named) {
      return Blocks.averaged(features, named);
    }
  },

  /** The maximum over all positions: features are {@code (batch, channels)}. */
  MAX {
    @Override
    Value apply(Value features, boolean named) {
      return Blocks.maximum(features, named);
    }
  };

  /**
   * Pools features.
   *
   * @param named whether the layer has the name that Keras gives it in some networks
   */
  abstract Value apply(Value features, boolean named);
}
