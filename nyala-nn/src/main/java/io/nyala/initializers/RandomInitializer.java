// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

/** An initializer that draws numbers: from the key it is given, unless it has a seed of its own. */
public sealed interface RandomInitializer extends Initializer
    permits Orthogonal, RandomNormal, RandomUniform, TruncatedNormal, VarianceScaling {
  /** Returns the seed that takes the place of any key, or null. */
  Long seed();

  /**
   * Returns the same initializer with a seed. As in Keras, it then gives the same numbers at each
   * call, also for two weights of the same shape.
   */
  RandomInitializer withSeed(long seed);
}
