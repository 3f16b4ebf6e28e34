// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.tensor.Shape;

/**
 * The location of one variable in the flat arrays of weights and gradients.
 *
 * @param path the layer's name, a slash and the weight's name, for example {@code dense_1/kernel}
 * @param shape the extents
 * @param offset the position of the first element
 */
public record Segment(String path, Shape shape, int offset) {
  /** Returns the number of elements. */
  public int size() {
    return shape.size();
  }

  /** Returns the position after the last element. */
  public int end() {
    return offset + size();
  }

  /** Returns the weight's short name, for example {@code kernel}. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
