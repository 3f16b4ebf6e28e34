// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

/** Makes the layers of this package, as {@link io.nyala.layers.Layers} makes the others. */
public final class FeatureLayers {
  private FeatureLayers() {}

  /**
   * Returns a layer that hashes text or integers into bins.
   *
   * @param bins the number of bins, at least 1
   */
  public static HashingLayer hashing(int bins) {
    return new HashingLayer(bins);
  }
}
