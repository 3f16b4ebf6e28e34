// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.regularization;

import io.nyala.layers.support.Require;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The setting {@code noise_shape}: along which axes one random number serves all positions. */
final class NoiseShape {
  private NoiseShape() {}

  /** Returns the shape of the noise: that of x, but 1 where the noise shape says so. */
  static Shape of(Shape x, int... noiseShape) {
    if (noiseShape.length == 0) {
      return x;
    }
    Shape shape = Shape.of(noiseShape);
    for (int i = 0; i < noiseShape.length; i++) {
      shape = noiseShape[i] == Shape.UNKNOWN ? shape.with(i, x.dim(i)) : shape;
    }
    return shape;
  }

  static int[] check(String layer, int... noiseShape) {
    for (int extent : Require.given(layer, "noise_shape", noiseShape)) {
      if (extent != Shape.UNKNOWN) {
        Require.positive(layer, "noise_shape", extent);
      }
    }
    return noiseShape.clone();
  }

  static int[] read(Settings s) {
    return s.has("noise_shape") ? s.getShape("noise_shape").dims() : new int[0];
  }

  static List<Integer> form(int... noiseShape) {
    if (noiseShape.length == 0) {
      return null;
    }
    List<Integer> list = new ArrayList<>();
    for (int extent : noiseShape) {
      list.add(extent == Shape.UNKNOWN ? null : extent);
    }
    return list;
  }
}
