// SPDX-License-Identifier: Apache-2.0
package io.nyala.settings;

import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The form in which Keras 3 writes objects: {@code {module, class_name, config, registered_name}}.
 * Values are maps, lists, strings, numbers, booleans and null, so any JSON writer accepts them.
 */
public final class Serialized {
  private Serialized() {}

  /**
   * Returns the form of an object.
   *
   * @param object the object; a user-defined one is written with its package and registered name
   * @param module the Keras module of built-in objects, for example {@code keras.layers}
   */
  public static Map<String, Object> object(
      Object object, String module, String className, Map<String, Object> config) {
    String home = object.getClass().getPackageName();
    boolean ours = home.startsWith("io.nyala.");
    return form(ours ? module : home, className, config, ours ? null : className);
  }

  /** Returns the form of an object that has no Java class here. */
  public static Map<String, Object> form(
      String module, String className, Object config, String registeredName) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("module", module);
    map.put("class_name", className);
    map.put("config", config);
    map.put("registered_name", registeredName);
    return map;
  }

  /** Returns the form of a tensor, as nested lists with the element type. */
  public static Map<String, Object> tensor(Tensor tensor) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("value", nested(tensor));
    config.put("dtype", tensor.dtype().keras());
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("class_name", "__numpy__");
    map.put("config", config);
    return map;
  }

  /** Returns the elements as nested lists of numbers, one level for each axis. */
  public static Object nested(Tensor tensor) {
    return nested(tensor, 0, 0, tensor.size());
  }

  private static Object nested(Tensor tensor, int axis, int from, int size) {
    if (axis == tensor.shape().rank()) {
      return (double) tensor.at(from);
    }
    int n = tensor.shape().dim(axis);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      list.add(nested(tensor, axis + 1, from + i * (size / n), size / n));
    }
    return list;
  }
}
