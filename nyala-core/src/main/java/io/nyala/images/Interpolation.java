// SPDX-License-Identifier: Apache-2.0
package io.nyala.images;

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

  /** Returns Keras's name. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Which elements of an axis make up each element of one with another extent.
   *
   * @param count how many elements have a share in one
   * @param indices of them, {@code count} for each new element
   * @param weights of them, in the same order; those of one sum to 1
   */
  public record Taps(int count, int[] indices, float[] weights) {
    /** Returns the shares as a matrix {@code (to, from)}, for inputs of {@code from} elements. */
    public Tensor matrix(int from) {
      int to = indices.length / count;
      Tensor matrix = Tensor.zeros(Shape.of(to, from));
      for (int i = 0; i < indices.length; i++) {
        matrix.floats()[i / count * from + indices[i]] += weights[i];
      }
      return matrix;
    }
  }

  /**
   * Returns where the elements of a resized axis come from.
   *
   * @param from the extent that there is
   * @param to the extent wanted
   * @param antialias whether, where the axis shrinks, all the elements have a share that a new one
   *     covers, and not only its neighbours
   */
  public Taps taps(int from, int to, boolean antialias) {
    double scale = (double) from / to;
    // A wider window averages over what a new element covers.
    double stretch = antialias && this != NEAREST ? Math.max(1, scale) : 1;
    int count = this == NEAREST ? 1 : Math.min(from, (int) Math.ceil(2 * radius * stretch));
    int[] indices = new int[Shape.of(to, count).size()];
    float[] weights = new float[indices.length];
    double[] shares = new double[count];
    for (int i = 0; i < to; i++) {
      double at = (i + 0.5) * scale - 0.5;
      int first =
          this == NEAREST
              ? Math.min(from - 1, (int) Math.floor((i + 0.5) * scale))
              : Math.clamp((long) Math.ceil(at - radius * stretch), 0, from - count);
      double sum = 0;
      for (int k = 0; k < count; k++) {
        shares[k] = this == NEAREST ? 1 : weight(Math.abs(at - (first + k)) / stretch);
        sum += shares[k];
      }
      for (int k = 0; k < count; k++) {
        indices[i * count + k] = first + k;
        weights[i * count + k] = (float) (shares[k] / sum);
      }
    }
    return new Taps(count, indices, weights);
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
