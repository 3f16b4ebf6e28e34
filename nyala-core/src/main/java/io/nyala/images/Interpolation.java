// SPDX-License-Identifier: Apache-2.0
package io.nyala.images;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Locale;

/**
 * Methods to interpolate between the elements of an axis. Elements are at the centers of their
 * cells. Elements beyond the ends are left out, and the weights of the others sum to 1.
 */
public enum Interpolation {
  /** The nearest element. */
  NEAREST(0.5),
  /** Linear interpolation between two elements. */
  BILINEAR(1),
  /** Cubic interpolation of four elements (Keys 1981, with a = -1/2). */
  BICUBIC(2),
  /** Lanczos interpolation with a window of three elements on each side. */
  LANCZOS3(3),
  /** Lanczos interpolation with a window of five elements on each side. */
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
   * The elements of an axis, and their weights, that contribute to each element of the resized
   * axis.
   *
   * @param count the number of elements that contribute to a new element
   * @param indices the indices of these elements, {@code count} for each new element
   * @param weights their weights, in the same order; the weights of a new element sum to 1
   */
  public record Taps(int count, int[] indices, float[] weights) {
    /** Returns the weights as a matrix {@code (to, from)}, for inputs of {@code from} elements. */
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
   * Returns the elements and weights for resizing an axis.
   *
   * @param from the current extent
   * @param to the new extent
   * @param antialias whether, if the axis shrinks, all elements covered by a new element contribute
   *     to it, and not only its neighbours
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
