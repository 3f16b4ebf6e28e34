// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.spaces;

import io.nyala.rl.random.NumPyRandom;
import io.nyala.tensor.Shape;

/**
 * A set of observations or actions, each a row of numbers. Samples equal those of Gymnasium for the
 * same seed.
 */
public sealed interface Space permits Box, Discrete, MultiBinary, MultiDiscrete, Product {
  /** Returns the shape of an element; {@code ()} for a single number. */
  Shape shape();

  /** Returns the number of components of an element. */
  default int size() {
    return shape().size();
  }

  /** Returns whether an array is an element. NaN is in no space. */
  boolean contains(double... element);

  /** Draws an element into an array of {@link #size} numbers. */
  void sample(NumPyRandom random, double[] into);

  /** Draws an element. */
  default double[] sample(NumPyRandom random) {
    double[] element = new double[size()];
    sample(random, element);
    return element;
  }
}
