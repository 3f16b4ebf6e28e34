// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** Tensors from arrays of arrays. */
final class NestedArrays {
  private NestedArrays() {}

  static Tensor tensor(Object array) {
    Class<?> element = array.getClass();
    List<Integer> dims = new ArrayList<>();
    Object first = array;
    while (element.isArray()) {
      int n = first == null ? 0 : Array.getLength(first);
      dims.add(n);
      first = n == 0 || !element.getComponentType().isArray() ? null : Array.get(first, 0);
      element = element.getComponentType();
    }
    if (dims.isEmpty()
        || !(element.isPrimitive() || element == String.class)
        || element == char.class) {
      throw new IllegalArgumentException(
          "expected an array of numbers, booleans or strings, or an array of such arrays, got "
              + array.getClass().getTypeName());
    }
    DType dtype =
        element == float.class || element == double.class
            ? DType.FLOAT32
            : element == boolean.class
                ? DType.BOOL
                : element == String.class ? DType.STRING : DType.INT32;
    Tensor t = Tensor.empty(Shape.of(dims.stream().mapToInt(i -> i).toArray()), dtype);
    fill(array, t, 0, 0);
    return t;
  }

  static Tensor matrix(float[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] data = new float[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != columns) {
        throw new ShapeException(
            "row " + i + " has " + rows[i].length + " elements, row 0 has " + columns);
      }
      System.arraycopy(rows[i], 0, data, i * columns, columns);
    }
    return Tensor.of(Shape.of(rows.length, columns), data);
  }

  static void requireTexts(String... strings) {
    for (int i = 0; i < strings.length; i++) {
      if (strings[i] == null) {
        throw new IllegalArgumentException(
            "string %d of %d is null; use \"\" for a missing text".formatted(i, strings.length));
      }
    }
  }

  private static void fill(Object array, Tensor t, int axis, int at) {
    int n = t.shape().dim(axis);
    if (array == null || Array.getLength(array) != n) {
      throw new ShapeException(
          "expected %d elements in every array along axis %d, as in the first, got %s"
              .formatted(n, axis, array == null ? "null" : "" + Array.getLength(array)));
    }
    if (array instanceof String[] strings) {
      requireTexts(strings);
    }
    int stride = t.shape().strides()[axis];
    for (int i = 0; i < n; i++) {
      if (axis + 1 < t.shape().rank()) {
        fill(Array.get(array, i), t, axis + 1, at + i * stride);
      } else if (t.dtype() == DType.STRING) {
        t.strings()[at + i] = (String) Array.get(array, i);
      } else if (t.dtype() == DType.INT32) {
        t.ints()[at + i] = Math.toIntExact(Array.getLong(array, i));
      } else if (t.dtype() == DType.BOOL) {
        t.floats()[at + i] = Array.getBoolean(array, i) ? 1 : 0;
      } else {
        t.floats()[at + i] = (float) Array.getDouble(array, i);
      }
    }
  }
}
