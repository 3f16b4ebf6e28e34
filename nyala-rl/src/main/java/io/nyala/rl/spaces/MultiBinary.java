// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.spaces;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;

/**
 * Vectors of zeros and ones.
 *
 * @param n the number of elements, at least 1
 */
public record MultiBinary(int n) implements Space {
  /** Rejects an empty space. */
  public MultiBinary {
    if (n < 1) {
      throw new IllegalArgumentException("MultiBinary: n must be at least 1, got " + n);
    }
  }

  @Override
  public Shape shape() {
    return Shape.of(n);
  }

  @Override
  public boolean contains(double... element) {
    for (double each : element) {
      if (each != 0 && each != 1) {
        return false;
      }
    }
    return element.length == n;
  }

  @Override
  public void sample(NumPyRandom random, double[] into) {
    random.bits(into);
  }

  @Override
  public String toString() {
    return "MultiBinary(%d)".formatted(n);
  }
}
