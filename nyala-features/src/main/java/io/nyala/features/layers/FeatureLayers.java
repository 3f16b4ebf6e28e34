// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

/** Makes the layers of this package, as {@link io.nyala.layers.Layers} makes the others. */
public final class FeatureLayers {
  private FeatureLayers() {}

  /** Returns a layer that turns texts into numbers; {@code adapt} learns its vocabulary. */
  public static TextVectorizationLayer textVectorization() {
    return new TextVectorizationLayer();
  }

  /** Returns a layer that maps words to indices; {@code adapt} learns its vocabulary. */
  public static StringLookupLayer stringLookup() {
    return new StringLookupLayer();
  }

  /**
   * Returns a layer that hashes text or integers into bins.
   *
   * @param bins the number of bins, at least 1
   */
  public static HashingLayer hashing(int bins) {
    return new HashingLayer(bins);
  }

  /**
   * Returns a layer that decodes and resizes images.
   *
   * @param height the height of the images, positive
   * @param width the width of the images, positive
   */
  public static ImageDecoding imageDecoding(int height, int width) {
    return new ImageDecoding(height, width);
  }

  /**
   * Returns a layer that hashes combinations of categories into bins.
   *
   * @param bins the number of bins, at least 1
   */
  public static HashedCrossingLayer hashedCrossing(int bins) {
    return new HashedCrossingLayer(bins);
  }
}
