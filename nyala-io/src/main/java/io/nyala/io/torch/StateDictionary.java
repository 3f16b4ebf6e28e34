// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.FormatException;
import io.nyala.settings.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the state dictionary in what a file contains, such as a checkpoint of a training. */
final class StateDictionary {
  /** Where programs put it, the more usual names first; averaged weights come last. */
  private static final List<String> KEYS =
      List.of(
          "state_dict",
          "model_state_dict",
          "model",
          "module",
          "net",
          "network",
          "weights",
          "params",
          "model_ema",
          "ema",
          "state_dict_ema",
          "params_ema");

  private static final int DEEPEST = 3;

  private StateDictionary() {}

  /**
   * Returns the tensors by name.
   *
   * @throws FormatException if there are none
   */
  static Map<String, StoredTensor> in(Object content, String what) throws FormatException {
    Map<String, StoredTensor> found = find(content, DEEPEST);
    if (found == null) {
      throw new FormatException(
          "%s: has no dictionary of tensors, neither at its top nor under one of %s; %s"
              .formatted(what, KEYS, described(content)));
    }
    return found;
  }

  private static Map<String, StoredTensor> find(Object content, int depth) {
    if (!(content instanceof Map<?, ?> map)) {
      return null;
    }
    for (int i = 0; i < KEYS.size() && depth > 1; i++) {
      Map<String, StoredTensor> inner = find(map.get(KEYS.get(i)), depth - 1);
      if (inner != null) {
        return inner;
      }
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (name instanceof String s && value instanceof StoredTensor tensor) {
            tensors.put(s, tensor);
          }
        });
    return tensors.isEmpty() ? null : tensors;
  }

  private static String described(Object content) {
    return content instanceof Map<?, ?> map
        ? "it has "
            + Names.list(map.keySet().stream().map(k -> TorchObjects.printable(k + "")).toList())
        : content instanceof StoredTensor t ? "it has one tensor " + t.shape() : "it has none";
  }
}
