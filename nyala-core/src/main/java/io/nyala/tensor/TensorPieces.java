// SPDX-License-Identifier: Apache-2.0
package io.nyala.tensor;

import java.util.Arrays;
import java.util.List;

/** Cuts, joins and converts tensors of any element type. */
final class TensorPieces {
  private TensorPieces() {}

  static Tensor slice(Tensor t, int axis, int begin, int size) {
    int a = t.shape().axis(axis);
    int extent = t.shape().dim(a);
    if (begin < 0 || size < 0 || (long) begin + size > extent) {
      throw new ShapeException(
          "slice of %d positions from %d exceeds axis %d of %s"
              .formatted(size, begin, axis, t.shape()));
    }
    Tensor y = Tensor.empty(t.shape().with(a, size), t.dtype());
    int inner = inner(t.shape(), a);
    for (int i = 0; i < outer(t.shape(), a); i++) {
      copy(t, (i * extent + begin) * inner, y, i * size * inner, size * inner);
    }
    return y;
  }

  static Tensor concatenate(List<Tensor> parts, int axis) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("concatenate needs at least one tensor");
    }
    Tensor first = parts.get(0);
    int a = first.shape().axis(axis);
    long total = 0;
    for (Tensor t : parts) {
      if (t.dtype() != first.dtype()
          || t.shape().rank() != first.shape().rank()
          || !t.shape().drop(a).equals(first.shape().drop(a))) {
        throw new ShapeException(
            ("concatenate along axis %d: expected all tensors like %s%s except for this axis, got "
                    + "%s%s")
                .formatted(
                    axis, first.dtype().keras(), first.shape(), t.dtype().keras(), t.shape()));
      }
      total += t.shape().dim(a);
    }
    Tensor y = Tensor.empty(first.shape().with(a, Shape.extent(total)), first.dtype());
    int inner = inner(y.shape(), a);
    int at = 0;
    for (Tensor t : parts) {
      int each = t.shape().dim(a) * inner;
      for (int i = 0; i < outer(y.shape(), a); i++) {
        copy(t, i * each, y, i * y.shape().dim(a) * inner + at, each);
      }
      at += each;
    }
    return y;
  }

  static Tensor stack(List<Tensor> parts, int axis) {
    return concatenate(
        parts.stream().map(t -> t.reshape(t.shape().insert(axis, 1))).toList(), axis);
  }

  private static int outer(Shape shape, int axis) {
    return shape.slice(0, axis).size();
  }

  private static int inner(Shape shape, int axis) {
    return shape.slice(axis + 1, shape.rank()).size();
  }

  private static void copy(Tensor x, int from, Tensor y, int to, int n) {
    System.arraycopy(x.data(), from, y.data(), to, n);
  }

  /** Returns an array for elements of a type. */
  static Object room(DType dtype, int n) {
    return switch (dtype) {
      case FLOAT32, BOOL -> new float[n];
      case INT32 -> new int[n];
      case STRING -> {
        String[] strings = new String[n];
        Arrays.fill(strings, "");
        yield strings;
      }
    };
  }

  static Tensor rows(Tensor t, int... which) {
    int width = t.shape().dim(0) == 0 ? 0 : t.size() / t.shape().dim(0);
    Tensor y = Tensor.empty(t.shape().with(0, which.length), t.dtype());
    for (int i = 0; i < which.length; i++) {
      copy(t, which[i] * width, y, i * width, width);
    }
    return y;
  }

  static Tensor cast(Tensor t, DType to) {
    if (to == DType.STRING) {
      throw new IllegalStateException(
          "a tensor of %s cannot be cast to strings; use Tensor.ofStrings"
              .formatted(t.dtype().keras()));
    }
    Tensor y = Tensor.empty(t.shape(), to);
    for (int i = 0; i < t.size(); i++) {
      if (to == DType.INT32) {
        y.ints()[i] = (int) t.floats()[i];
      } else {
        y.floats()[i] = to == DType.BOOL ? (t.at(i) != 0 ? 1 : 0) : t.at(i);
      }
    }
    return y;
  }
}
