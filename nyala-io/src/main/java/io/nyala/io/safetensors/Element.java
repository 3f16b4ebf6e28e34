// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.safetensors;

import io.nyala.io.files.FormatException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The element types of safetensors that can be read. */
enum Element {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  final int bytes;

  Element(int bytes) {
    this.bytes = bytes;
  }

  static Element of(String name, String what) throws FormatException {
    for (Element e : values()) {
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
   * Reads all elements of a buffer.
   *
   * @throws FormatException if an integer is out of the range of int32
   */
  Tensor read(ByteBuffer b, Shape shape, String what) throws FormatException {
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
            case F64 -> (float) b.getDouble();
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
}
