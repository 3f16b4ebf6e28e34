// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Typed access to the settings of one object as Keras wrote them. Unknown settings are ignored and
 * missing ones take the default, because settings differ between versions of Keras.
 */
public final class Settings {
  private final String className;
  private final Map<String, ?> map;

  /**
   * Wraps the settings of an object.
   *
   * @param className the class name of the object, for messages
   */
  public Settings(String className, Map<String, ?> map) {
    this.className = className;
    this.map = Arguments.given(className + ": settings", map);
  }

  /** Returns the class name of the object. */
  public String className() {
    return className;
  }

  /** Returns all settings as written. */
  public Map<String, ?> map() {
    return Collections.unmodifiableMap(map);
  }

  /** Returns whether the setting is present and not null. */
  public boolean has(String key) {
    return map.get(key) != null;
  }

  /** Returns whether the setting is present, possibly with the value null. */
  public boolean contains(String key) {
    return map.containsKey(key);
  }

  /** Returns a setting as written, or null. */
  public Object get(String key) {
    return map.get(key);
  }

  /** Returns a required integer. */
  public int getInt(String key) {
    return toInt(key, required(key));
  }

  /** Returns an integer, or the default. */
  public int getInt(String key, int other) {
    return has(key) ? getInt(key) : other;
  }

  /** Returns a required number. */
  public double getDouble(String key) {
    return toDouble(key, required(key));
  }

  /** Returns a number, or the default. */
  public double getDouble(String key, double other) {
    return has(key) ? getDouble(key) : other;
  }

  /** Returns a boolean, which may be written as 1 or 0, or the default. */
  public boolean getBoolean(String key, boolean other) {
    Object value = map.get(key);
    if (value == null) {
      return other;
    }
    if (value instanceof Boolean b) {
      return b;
    }
    if (value instanceof Number n && (n.doubleValue() == 0 || n.doubleValue() == 1)) {
      return n.doubleValue() == 1;
    }
    throw wrong(key, "true or false", value);
  }

  /** Returns a string, or the default. */
  public String getString(String key, String other) {
    Object value = map.get(key);
    if (value == null) {
      return other;
    }
    if (value instanceof String s) {
      return s;
    }
    throw wrong(key, "a string", value);
  }

  /** Returns the enum constant with the given lower-case name, or the default. */
  public <E extends Enum<E>> E getEnum(String key, E other) {
    String name = getString(key, null);
    if (name == null) {
      return other;
    }
    E[] constants = other.getDeclaringClass().getEnumConstants();
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    String all = Arrays.toString(constants).toLowerCase(Locale.ROOT);
    throw wrong(key, "one of " + all, "\"" + name + "\"");
  }

  /** Returns required integers, from a list or a single number. */
  public int[] getInts(String key) {
    Object value = required(key);
    return value instanceof List<?> list
        ? list.stream().mapToInt(v -> toInt(key, v)).toArray()
        : new int[] {toInt(key, value)};
  }

  /** Returns a required integer, given alone or as the only element of a list. */
  public int getOneInt(String key) {
    int[] all = getInts(key);
    if (all.length == 1) {
      return all[0];
    }
    throw wrong(key, "an integer", get(key));
  }

  /** Returns an integer, given alone or as the only element of a list, or the default. */
  public int getOneInt(String key, int other) {
    return has(key) ? getOneInt(key) : other;
  }

  /** Returns a required list. */
  public List<?> getList(String key) {
    if (required(key) instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list", get(key));
  }

  /** Returns integers from a list or a single number, or the default. */
  public int[] getInts(String key, int... other) {
    return has(key) ? getInts(key) : other;
  }

  /** Returns required numbers, from a list or a single number. */
  public double[] getDoubles(String key) {
    Object value = required(key);
    return value instanceof List<?> list
        ? list.stream().mapToDouble(v -> toDouble(key, v)).toArray()
        : new double[] {toDouble(key, value)};
  }

  /** Returns extents from a list in which null means an unknown extent. */
  public Shape getShape(String key) {
    if (!(required(key) instanceof List<?> list)) {
      throw wrong(key, "a list of extents", get(key));
    }
    int[] dims = list.stream().mapToInt(d -> d == null ? Shape.UNKNOWN : toInt(key, d)).toArray();
    return Shape.of(dims);
  }

  /** Returns a random seed, or null: a number, or Keras's seed generator that holds one. */
  public Long getSeed(String key) {
    Object value = map.get(key);
    if (value instanceof Map<?, ?> generator && generator.get("config") instanceof Map<?, ?> c) {
      value = c.get("seed");
    }
    if (value == null) {
      return null;
    }
    if (value instanceof Number n) {
      return n.longValue();
    }
    throw wrong(key, "a seed", value);
  }

  /**
   * Returns a tensor from a number, from nested lists, or from a Keras configuration of an array.
   */
  public Tensor getTensor(String key) {
    Object value = required(key);
    if (value instanceof Map<?, ?> form && form.get("config") instanceof Map<?, ?> c) {
      value = c.get("value");
    }
    List<Integer> dims = new ArrayList<>();
    for (Object v = value; v instanceof List<?> list; v = list.isEmpty() ? null : list.get(0)) {
      dims.add(list.size());
    }
    List<Float> data = new ArrayList<>();
    collect(key, value, data);
    float[] floats = new float[data.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = data.get(i);
    }
    try {
      return Tensor.of(Shape.of(dims.stream().mapToInt(d -> d).toArray()), floats);
    } catch (ShapeException e) {
      throw wrong(key, "lists of equal length", value);
    }
  }

  private void collect(String key, Object value, List<Float> into) {
    if (value instanceof List<?> list) {
      list.forEach(v -> collect(key, v, into));
    } else {
      into.add((float) toDouble(key, value));
    }
  }

  private Object required(String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "%s: setting \"%s\" is missing; there are %s"
              .formatted(className, key, Names.list(key, map.keySet())));
    }
    return value;
  }

  private int toInt(String key, Object value) {
    if (value instanceof Number n && n.doubleValue() == n.intValue()) {
      return n.intValue();
    }
    throw wrong(key, "an integer", value);
  }

  private double toDouble(String key, Object value) {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    if (value instanceof Map<?, ?> m && m.get("__float__") instanceof String s) {
      return switch (s) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.NaN;
      };
    }
    throw wrong(key, "a number", value);
  }

  private IllegalArgumentException wrong(String key, String expected, Object value) {
    return new IllegalArgumentException(
        "%s: setting \"%s\" must be %s, got %s".formatted(className, key, expected, value));
  }
}
