// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

/**
 * A layer with separate masks for query, value and key, named {@code query_mask}, {@code
 * value_mask} and {@code key_mask}; other layers have a single {@code mask} for the first argument.
 */
public interface NamedMasks {
  /**
   * Returns whether the query always uses the mask attached to it, even if a call passes another
   * one, and the mask applies to the query only. Keras's {@code MultiHeadAttention} does this.
   */
  boolean keepsQueryMask();
}
