// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.files;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The types of elements of arrays in files that can be read, with their names in safetensors.
 * Floats become float32, integers int32.
 */
public enum ElementType {
  /** A float of 64 bits. */
  F64(8),
  /** A float of 32 bits. */
  F32(4),
  /** A float of 16 bits. */
  F16(2),
  /** A bfloat16. */
  BF16(2),
  /** A signed integer of 64 bits. */
  I64(8),
  /** A signed integer of 32 bits. */
  I32(4),
  /** A signed integer of 16 bits. */
  I16(2),
  /** A signed integer of 8 bits. */
  I8(1),
  /** An unsigned integer of 8 bits. */
  U8(1),
  /** A boolean in a byte. */
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of an element in the file. */
  public int bytes() {
    return bytes;
  }

  /**
   * Returns the type with a name of safetensors.
   *
   * @param what the array in messages
   * @throws FormatException if there is none
   */
  public static ElementType of(String name, String what) throws FormatException {
    for (ElementType e : values()) {
      if (e.name().equals(name)) {
        return e;
      }
    }
    throw new FormatException(
        "%s: element type %s is not supported; supported types are %s"
            .formatted(what, name, Arrays.toString(values())));
  }

  private boolean isInteger() {
    return ordinal() >= I64.ordinal() && this != BOOL;
  }

  /**
   * Reads as many elements from a buffer as the shape has.
   *
   * @param what the array in messages
   * @throws FormatException if a number is out of the range of int32 or float32
   */
  public Tensor read(ByteBuffer b, Shape shape, String what) throws FormatException {
    int n = shape.size();
    if (isInteger()) {
      int[] ints = new int[n];
      for (int i = 0; i < n; i++) {
        ints[i] =
            switch (this) {
              case I64 -> narrowed(b.getLong(), i, what);
              case I32 -> b.getInt();
              case I16 -> b.getShort();
              case I8 -> b.get();
              default -> Byte.toUnsignedInt(b.get());
            };
      }
      return Tensor.ofInts(shape, ints);
    }
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] =
          switch (this) {
            case F64 -> narrowed(b.getDouble(), i, what);
            case F32 -> b.getFloat();
            case F16 -> Float.float16ToFloat(b.getShort());
            case BF16 -> Float.intBitsToFloat(b.getShort() << 16);
            default -> b.get() == 0 ? 0 : 1;
          };
    }
    return this == BOOL ? Tensor.ofBools(shape, floats) : Tensor.of(shape, floats);
  }

  private static int narrowed(long value, int i, String what) throws FormatException {
    if (value != (int) value) {
      throw new FormatException(
          "%s: element %d is %d, which does not fit into int32".formatted(what, i, value));
    }
    return (int) value;
  }

  private static float narrowed(double value, int i, String what) throws FormatException {
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw new FormatException(
          "%s: element %d is %s, which does not fit into float32".formatted(what, i, value));
    }
    return narrow;
  }
}
