// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.serving;

import io.nyala.api.ApiStatus;
import io.nyala.api.ApiStatus.Level;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;

/** Writes the values of a row, which may be of many types, into the array of a tensor. */
@ApiStatus(Level.INTERNAL)
public final class RowValues {
  private RowValues() {}

  /** A value of a wrong type, without the name of the input. */
  @ApiStatus(Level.INTERNAL)
  public static final class WrongValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message continues a sentence, such as {@code got 3 elements}. */
    @ApiStatus(Level.INTERNAL)
    public WrongValue(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Writes a single value.
   *
   * @param array of floats, also for booleans, integers or strings
   * @throws WrongValue if it has another type, or does not fit
   */
  @ApiStatus(Level.INTERNAL)
  public static void write(DType type, Object value, Object array, int at) {
    switch (type) {
      case FLOAT32 -> ((float[]) array)[at] = number(value);
      case BOOL -> ((float[]) array)[at] = bool(value);
      case INT32 -> ((int[]) array)[at] = integer(value);
      case STRING -> ((String[]) array)[at] = text(value);
    }
  }

  private static float number(Object value) {
    if (value instanceof Number n) {
      float f = n.floatValue();
      if (Float.isInfinite(f) && !Double.isInfinite(n.doubleValue())) {
        throw new WrongValue(value + " is too large for float32");
      }
      return f;
    }
    if (value instanceof Boolean b) {
      return b ? 1 : 0;
    }
    throw wrong(value);
  }

  private static float bool(Object value) {
    if (value instanceof Boolean b) {
      return b ? 1 : 0;
    }
    if (value instanceof Number n && (n.doubleValue() == 0 || n.doubleValue() == 1)) {
      return n.floatValue();
    }
    throw wrong(value);
  }

  private static int integer(Object value) {
    if (value instanceof Integer i) {
      return i;
    }
    if (value instanceof Boolean b) {
      return b ? 1 : 0;
    }
    if (value instanceof BigInteger || value instanceof BigDecimal || value instanceof Long) {
      try {
        return new BigDecimal(value.toString()).intValueExact();
      } catch (ArithmeticException e) {
        throw wrong(value);
      }
    }
    if (value instanceof Number n && n.doubleValue() == n.intValue()) {
      return n.intValue();
    }
    throw wrong(value);
  }

  /** Dates and times are written as ISO 8601 says, constants of enums by name. */
  private static String text(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof TemporalAccessor) {
      return value.toString();
    }
    throw wrong(value);
  }

  private static WrongValue wrong(Object value) {
    String text = String.valueOf(value);
    String shown = value instanceof CharSequence ? '"' + text + '"' : text;
    return new WrongValue(
        "got %s %s"
            .formatted(
                value == null ? "a missing value," : value.getClass().getSimpleName(),
                shown.length() > 60 ? shown.substring(0, 60) + "..." : shown));
  }

  /** Returns the number of elements at the first level; -1 for a single value. */
  static int length(Object value) {
    return value instanceof Collection<?> c
        ? c.size()
        : value instanceof Tensor t && t.shape().rank() > 0
            ? t.shape().dim(0)
            : value != null && value.getClass().isArray() ? Array.getLength(value) : -1;
  }

  /** Returns the first element of several, or null. */
  static Object first(Object value) {
    return length(value) <= 0
        ? null
        : value instanceof Collection<?> c
            ? c.iterator().next()
            : value instanceof Tensor t ? t.row(0) : Array.get(value, 0);
  }

  /**
   * Writes nested lists or arrays; returns the place after the last element.
   *
   * @param dims the extents, from {@code axis} on
   */
  static int writeAll(DType type, Object value, int[] dims, int axis, Object array, int at) {
    if (axis == dims.length) {
      write(type, value instanceof Tensor t ? single(t) : value, array, at);
      return at + 1;
    }
    if (length(value) != dims[axis]) {
      throw new WrongValue(
          length(value) < 0
              ? wrong(value).getMessage()
              : "got %d elements instead of %d".formatted(length(value), dims[axis]));
    }
    int next = at;
    if (value instanceof float[] floats && type == DType.FLOAT32) {
      System.arraycopy(floats, 0, array, at, floats.length);
      return at + floats.length;
    }
    if (value instanceof Collection<?> all) {
      for (Object each : all) {
        next = writeAll(type, each, dims, axis + 1, array, next);
      }
    } else {
      for (int i = 0; i < dims[axis]; i++) {
        Object each = value instanceof Tensor t ? t.row(i) : Array.get(value, i);
        next = writeAll(type, each, dims, axis + 1, array, next);
      }
    }
    return next;
  }

  private static Object single(Tensor t) {
    return switch (t.dtype()) {
      case STRING -> t.strings()[0];
      case INT32 -> t.ints()[0];
      case FLOAT32, BOOL -> t.floats()[0];
    };
  }
}
