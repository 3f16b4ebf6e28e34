// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Locale;

/**
 * How values between the elements of an axis are found. Elements stand in the middle of their
 * cells; what reaches over the ends is left out, and the weights of the others sum to 1.
 */
public enum Interpolation {
  /** The nearest element. */
  NEAREST(0.5),
  /** A straight line between two elements. */
  BILINEAR(1),
  /** A cubic through four elements (Keys 1981, with a = -1/2). */
  BICUBIC(2),
  /** A sine wave under a window of three elements to either side. */
  LANCZOS3(3),
  /** A sine wave under a window of five elements to either side. */
  LANCZOS5(5);

  private final double radius;

  Interpolation(double radius) {
    this.radius = radius;
  }

  String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the matrix {@code (extent * factor, extent)} that enlarges an axis. */
  Tensor matrix(int extent, int factor) {
    Tensor matrix = Tensor.zeros(Shape.of(extent * factor, extent));
    for (int row = 0; row < extent * factor; row++) {
      double at = (row + 0.5) / factor - 0.5;
      double[] weights = new double[extent];
      double sum = 0;
      for (int i = 0; i < extent; i++) {
        weights[i] = weight(Math.abs(at - i));
        sum += weights[i];
      }
      for (int i = 0; i < extent; i++) {
        matrix.floats()[row * extent + i] = (float) (weights[i] / sum);
      }
    }
    return matrix;
  }

  private double weight(double x) {
    if (x >= radius) {
      return 0;
    }
    return switch (this) {
      case NEAREST -> 1;
      case BILINEAR -> 1 - x;
      case BICUBIC -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
      case LANCZOS3, LANCZOS5 -> x == 0 ? 1 : sinc(x) * sinc(x / radius);
    };
  }

  private static double sinc(double x) {
    return Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
