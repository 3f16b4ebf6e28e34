// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A layer that draws random numbers in training and does nothing else in inference.
 *
 * @param <L> the layer's own type
 */
abstract class RandomLayer<L extends RandomLayer<L>> extends ChainedLayer<L> {
  private Long seed;

  RandomLayer() {}

  /**
   * Sets a seed for this layer alone; by default the seed of training is used. Wherever the layer
   * is applied, it then draws the same.
   */
  public L seed(long newSeed) {
    L self = unbuilt();
    this.seed = newSeed;
    return self;
  }

  final L readSeed(Settings s) {
    seed = s.getSeed("seed");
    return unbuilt();
  }

  /** Returns the key of the numbers to draw in this call. */
  final long stream(Call call) {
    long drawn = call.newStream();
    return seed == null ? drawn : seed;
  }

  final void putSeed(Map<String, Object> config) {
    config.put("seed", seed);
  }

  /** Returns the shape of the noise: that of x, but 1 where the noise shape says so. */
  static Shape noiseShape(Shape x, int... noiseShape) {
    if (noiseShape.length == 0) {
      return x;
    }
    Shape shape = Shape.of(noiseShape);
    for (int i = 0; i < noiseShape.length; i++) {
      shape = noiseShape[i] == Shape.UNKNOWN ? shape.with(i, x.dim(i)) : shape;
    }
    return shape;
  }

  static int[] checkNoiseShape(String layer, int... noiseShape) {
    for (int extent : Require.given(layer, "noise_shape", noiseShape)) {
      if (extent != Shape.UNKNOWN) {
        Require.positive(layer, "noise_shape", extent);
      }
    }
    return noiseShape.clone();
  }

  static int[] readNoiseShape(Settings s) {
    return s.has("noise_shape") ? s.getShape("noise_shape").dims() : new int[0];
  }

  static List<Integer> noiseShapeForm(int... noiseShape) {
    if (noiseShape.length == 0) {
      return null;
    }
    List<Integer> list = new ArrayList<>();
    for (int extent : noiseShape) {
      list.add(extent == Shape.UNKNOWN ? null : extent);
    }
    return list;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }
}
