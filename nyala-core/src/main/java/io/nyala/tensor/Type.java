// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

/**
 * The shape and element type of a value, known before it is computed.
 *
 * @param shape the extents; the batch size may be unknown
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
