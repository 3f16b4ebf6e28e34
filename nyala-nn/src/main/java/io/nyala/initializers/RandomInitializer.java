// SPDX-License-Identifier: Apache-2.0
package io.nyala.initializers;

/**
 * An initializer that draws random numbers from the given key, or from its own seed if it has one.
 */
public sealed interface RandomInitializer extends Initializer
    permits Orthogonal, RandomNormal, RandomUniform, TruncatedNormal, VarianceScaling {
  /** Returns the seed that replaces the key, or null. */
  Long seed();

  /**
   * Returns the same initializer with a seed. As in Keras, it then returns the same numbers at each
   * call, even for two weights of the same shape.
   */
  RandomInitializer withSeed(long seed);
}
