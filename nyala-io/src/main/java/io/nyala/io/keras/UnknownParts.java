// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.keras;

import io.nyala.constraints.Constraints;
import io.nyala.initializers.Initializers;
import io.nyala.regularizers.Regularizers;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Custom initializers, regularizers and constraints in files of Keras 1 and 2. They do not affect
 * predictions, since the weights are in the file. If they are not registered, the model is loaded
 * without them and a warning is given.
 */
final class UnknownParts {
  private static final System.Logger LOG = System.getLogger(UnknownParts.class.getPackageName());

  private static final Map<String, Function<Object, Object>> READERS =
      Map.of(
          "initializer", Initializers::fromConfig,
          "regularizer", Regularizers::fromConfig,
          "constraint", Constraints::fromConfig);

  private UnknownParts() {}

  /**
   * Returns the configuration of a model without unknown parts.
   *
   * @param what the name of the file in messages
   */
  static Map<String, Object> leftOut(Map<?, ?> form, String what) {
    Map<String, Object> changed = new LinkedHashMap<>();
    form.forEach(
        (key, part) ->
            changed.put(String.valueOf(key), kept(String.valueOf(key), part, form, what)));
    return changed;
  }

  private static Object kept(String key, Object part, Map<?, ?> settings, String what) {
    Function<Object, Object> reader = READERS.get(key.substring(key.lastIndexOf('_') + 1));
    if (reader != null && part != null) {
      try {
        reader.apply(part);
      } catch (IllegalArgumentException e) {
        LOG.log(
            Level.WARNING,
            "{0}: layer \"{1}\" is created without its {2}: {3}",
            what,
            settings.get("name"),
            key,
            e.getMessage());
        return null;
      }
      return part;
    }
    if (part instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      list.forEach(each -> all.add(each instanceof Map<?, ?> map ? leftOut(map, what) : each));
      return all;
    }
    return part instanceof Map<?, ?> map ? leftOut(map, what) : part;
  }
}
