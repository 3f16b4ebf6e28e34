// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.spaces;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;

/**
 * Real numbers between bounds, both included; a bound may be infinite. As in Gymnasium, bounds and
 * samples are rounded to float32.
 */
public final class Box implements Space {
  private final Shape shape;
  private final float[] low;
  private final float[] high;

  private Box(Shape shape, float[] low, float[] high) {
    this.shape = shape;
    this.low = low;
    this.high = high;
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] <= high[i])) {
        throw new IllegalArgumentException(
            "Box: low must be at most high, got [%s, %s] at place %d"
                .formatted(low[i], high[i], i));
      }
    }
  }

  /**
   * Returns the space of vectors with bounds for each element.
   *
   * @throws IllegalArgumentException if a lower bound is above the upper, or is NaN
   */
  public static Box of(double[] low, double[] high) {
    Arguments.given("Box: low", low);
    Arguments.given("Box: high", high);
    if (low.length != high.length || low.length == 0) {
      throw new IllegalArgumentException(
          "Box: low and high need as many numbers as each other, at least 1, got %d and %d"
              .formatted(low.length, high.length));
    }
    return new Box(Shape.of(low.length), floats(low), floats(high));
  }

  /**
   * Returns the space of arrays with the same bounds everywhere.
   *
   * @throws IllegalArgumentException if the lower bound is above the upper, or is NaN
   */
  public static Box of(double low, double high, int... shape) {
    Shape s = Shape.of(Arguments.given("Box: shape", shape));
    float[] lows = new float[s.size()];
    float[] highs = new float[s.size()];
    Arrays.fill(lows, (float) low);
    Arrays.fill(highs, (float) high);
    return new Box(s, lows, highs);
  }

  /**
   * Returns the same bounds for arrays of another shape.
   *
   * @throws ShapeException if it has another number of elements
   */
  public Box reshape(int... dims) {
    Shape other = Shape.of(Arguments.given("Box: shape", dims));
    if (other.size() != low.length) {
      throw new ShapeException(
          "%s has %d numbers, the shape %s has %d"
              .formatted(this, low.length, other, other.size()));
    }
    return new Box(other, low, high);
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /** Returns the lower bound of an element, in row-major order. */
  public float low(int place) {
    return low[place];
  }

  /** Returns the upper bound of an element, in row-major order. */
  public float high(int place) {
    return high[place];
  }

  @Override
  public boolean contains(double... element) {
    if (element.length != low.length) {
      return false;
    }
    for (int i = 0; i < low.length; i++) {
      float value = (float) element[i];
      if (!(value >= low[i] && value <= high[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * {@inheritDoc} The distribution is uniform between the bounds.
   *
   * @throws IllegalStateException if a bound is infinite
   */
  @Override
  public void sample(NumPyRandom random, double[] into) {
    for (int i = 0; i < low.length; i++) {
      if (Float.isInfinite(low[i]) || Float.isInfinite(high[i])) {
        throw new IllegalStateException(
            this + " has no bounds at place " + i + ", so nothing can be drawn from it");
      }
    }
    for (int i = 0; i < low.length; i++) {
      into[i] = (float) (low[i] + ((double) high[i] - low[i]) * random.nextDouble());
    }
  }

  @Override
  public String toString() {
    boolean same = true;
    for (int i = 1; i < low.length; i++) {
      same &= low[i] == low[0] && high[i] == high[0];
    }
    return same
        ? "Box(%s, %s, %s)".formatted(low[0], high[0], shape)
        : "Box(%s, %s)".formatted(Arrays.toString(low), Arrays.toString(high));
  }
}
