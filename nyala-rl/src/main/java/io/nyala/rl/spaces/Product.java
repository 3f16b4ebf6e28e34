// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.spaces;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The concatenated elements of several spaces: {@code Tuple} in Gymnasium.
 *
 * @param parts the spaces, at least one
 */
public record Product(List<Space> parts) implements Space {
  /** Copies the parts. */
  public Product {
    parts = Arguments.allGiven("Product: parts", parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("Product: at least one space is needed");
    }
  }

  /** Returns the product of spaces. */
  public static Product of(Space... parts) {
    return new Product(Arguments.eachGiven("Product: parts", parts));
  }

  @Override
  public Shape shape() {
    return Shape.of(parts.stream().mapToInt(Space::size).sum());
  }

  @Override
  public boolean contains(double... element) {
    if (element.length != size()) {
      return false;
    }
    int at = 0;
    for (Space part : parts) {
      if (!part.contains(Arrays.copyOfRange(element, at, at + part.size()))) {
        return false;
      }
      at += part.size();
    }
    return true;
  }

  @Override
  public void sample(NumPyRandom random, double[] into) {
    int at = 0;
    for (Space part : parts) {
      double[] element = part.sample(random);
      System.arraycopy(element, 0, into, at, element.length);
      at += element.length;
    }
  }

  @Override
  public String toString() {
    return "Product" + parts;
  }
}
