// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

/**
 * A layer with a mask for each of query, value and key, by the names {@code query_mask}, {@code
 * value_mask} and {@code key_mask}; other layers have one for the first argument, {@code mask}.
 */
public interface NamedMasks {
  /**
   * Tells whether the query's mask is always the one that travels with it, even where a call names
   * another, and stays with the query alone. Keras's {@code MultiHeadAttention} does so.
   */
  boolean keepsQueryMask();
}
