// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.operations;

import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's indexing of tensors, {@code x[:, 1:, -1]}, in Keras's file format. */
final class Indexing {
  private Indexing() {}

  /**
   * Returns a part of a tensor.
   *
   * @param key an integer, a slice, an ellipsis, null for a new axis, or a list of these
   */
  static Value of(Value x, Object key) {
    List<?> parts = key instanceof List<?> list ? list : single(key);
    int taken = (int) parts.stream().filter(p -> p != null && !isA(p, "__ellipsis__")).count();
    if (taken > x.shape().rank()) {
      throw new ShapeException("index %s has too many parts for %s".formatted(parts, x.shape()));
    }
    Value y = x;
    int axis = 0;
    for (Object part : parts) {
      if (part == null) {
        y = Ops.expandDims(y, axis++);
      } else if (isA(part, "__ellipsis__")) {
        axis += x.shape().rank() - taken;
      } else if (part instanceof Number n) {
        y = Ops.squeeze(Ops.slice(y, axis, position(y.shape(), axis, n.intValue()), 1), axis);
      } else {
        y = slice(y, axis++, part);
      }
    }
    return y;
  }

  private static List<Object> single(Object key) {
    List<Object> parts = new ArrayList<>();
    parts.add(key);
    return parts;
  }

  private static boolean isA(Object part, String className) {
    return part instanceof Map<?, ?> map && className.equals(map.get("class_name"));
  }

  private static int position(Shape shape, int axis, int index) {
    return index < 0 ? known(shape, axis) + index : index;
  }

  private static int known(Shape shape, int axis) {
    if (shape.dim(axis) == Shape.UNKNOWN) {
      throw new ShapeException("the extent of axis %d of %s must be known".formatted(axis, shape));
    }
    return shape.dim(axis);
  }

  private static Value slice(Value x, int axis, Object part) {
    if (!isA(part, "__slice__") || !(((Map<?, ?>) part).get("config") instanceof Map<?, ?> c)) {
      throw new IllegalArgumentException("cannot read the index " + part);
    }
    Integer start = integer(c.get("start"));
    Integer stop = integer(c.get("stop"));
    int step = c.get("step") == null ? 1 : integer(c.get("step"));
    if (start == null && stop == null && step == 1) {
      return x;
    }
    int n = known(x.shape(), axis);
    int first = bound(start, step > 0 ? 0 : n - 1, n, step);
    int end = bound(stop, step > 0 ? n : -1, n, step);
    int size = Math.max(0, Math.ceilDiv(end - first, step));
    return Ops.slice(x, axis, size == 0 ? 0 : first, size, step);
  }

  private static Integer integer(Object part) {
    return part instanceof Number n ? (Integer) n.intValue() : null;
  }

  /** Python's rule: negative indices count from the end, and indices out of range are clipped. */
  private static int bound(Integer given, int other, int n, int step) {
    if (given == null) {
      return other;
    }
    int from = given < 0 ? given + n : given;
    return step > 0 ? Math.clamp(from, 0, n) : Math.clamp(from, -1, n - 1);
  }
}
