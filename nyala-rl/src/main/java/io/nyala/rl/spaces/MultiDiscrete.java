// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.spaces;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import java.util.Arrays;

/** Vectors of integers, each from 0 to a separate limit. */
public final class MultiDiscrete implements Space {
  private final int[] counts;

  /**
   * Creates a space.
   *
   * @param counts the number of values of each element, at least 1
   */
  public MultiDiscrete(int... counts) {
    this.counts = Arguments.given("MultiDiscrete: counts", counts).clone();
    if (counts.length == 0 || Arrays.stream(counts).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "MultiDiscrete: each count must be at least 1, got " + Arrays.toString(counts));
    }
  }

  /** Returns the number of values at an index. */
  public int count(int place) {
    return counts[place];
  }

  @Override
  public Shape shape() {
    return Shape.of(counts.length);
  }

  @Override
  public boolean contains(double... element) {
    if (element.length != counts.length) {
      return false;
    }
    for (int i = 0; i < counts.length; i++) {
      if (!(element[i] >= 0 && element[i] < counts[i] && element[i] == (int) element[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sample(NumPyRandom random, double[] into) {
    for (int i = 0; i < counts.length; i++) {
      into[i] = Math.floor(random.nextDouble() * counts[i]);
    }
  }

  @Override
  public String toString() {
    return "MultiDiscrete(" + Arrays.toString(counts) + ")";
  }
}
