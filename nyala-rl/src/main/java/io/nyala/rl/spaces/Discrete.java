// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.spaces;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;

/**
 * The integers from {@code start} to {@code start + n - 1}.
 *
 * @param n the number of elements, at least 1
 * @param start the first element
 */
public record Discrete(int n, int start) implements Space {
  /** Rejects an empty space. */
  public Discrete {
    if (n < 1) {
      throw new IllegalArgumentException("Discrete: n must be at least 1, got " + n);
    }
  }

  /** Creates the space of the integers from 0 to {@code n - 1}. */
  public Discrete(int n) {
    this(n, 0);
  }

  @Override
  public Shape shape() {
    return Shape.scalar();
  }

  /** Returns whether a number is an element. */
  public boolean contains(int element) {
    return element >= start && element - start < n;
  }

  @Override
  public boolean contains(double... element) {
    return element.length == 1 && element[0] == (int) element[0] && contains((int) element[0]);
  }

  /** Draws an element. */
  public int draw(NumPyRandom random) {
    return start + random.integers(n);
  }

  @Override
  public void sample(NumPyRandom random, double[] into) {
    into[0] = draw(random);
  }

  @Override
  public String toString() {
    return start == 0 ? "Discrete(%d)".formatted(n) : "Discrete(%d, start=%d)".formatted(n, start);
  }
}
