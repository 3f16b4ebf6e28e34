// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

/**
 * What is known of a value before it exists.
 *
 * @param shape the extents, the batch possibly unknown
 * @param dtype the element type
 */
public record Type(Shape shape, DType dtype) {
  /** Returns the type of a float32 value. */
  public static Type floats(Shape shape) {
    return new Type(shape, DType.FLOAT32);
  }

  @Override
  public String toString() {
    return dtype.keras() + shape;
  }
}
