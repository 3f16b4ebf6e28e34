// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.losses.Losses;
import io.nyala.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Settings that we write, beside those that Keras wrote for the same object. */
final class Configs {
  /** Settings at their defaults, which Keras reads but does not write. */
  private static final Set<String> UNWRITTEN =
      Set.of("Identity/gain", "Huber/delta", "CosineSimilarity/axis");

  private final List<String> differences = new ArrayList<>();

  private Configs() {}

  /** Returns where the two differ; numbers are equal when they are as float32. */
  static List<String> differences(String className, Object got, Object want) {
    Configs configs = new Configs();
    configs.compare(className, got, want);
    return configs.differences;
  }

  private void compare(String path, Object got, Object want) {
    if (path.endsWith("/dtype") && want instanceof Map<?, ?> policy) {
      // Reads as well as the policy that Keras makes of it.
      compare(path, got, KerasCase.object(policy.get("config")).get("name"));
    } else if (path.endsWith("/kwargs/training") && got == null && Boolean.FALSE.equals(want)) {
      // Inference is what a call means here if nothing is said.
      return;
    } else if (got instanceof Map<?, ?> && want instanceof String name) {
      compare(path, got, written(path, name));
    } else if (got instanceof Map<?, ?> ours && want instanceof Map<?, ?> theirs) {
      theirs.forEach((key, value) -> compare(path + "/" + key, ours.get(key), value));
      ours.keySet().stream()
          .filter(key -> !theirs.containsKey(key) && !isHarmless(path, key))
          .forEach(key -> differences.add(path + "/" + key + " is not Keras's"));
    } else if (got instanceof List<?> ours && want instanceof List<?> theirs) {
      compare(path + "/size", ours.size(), theirs.size());
      for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
        compare(path + "/" + i, ours.get(i), theirs.get(i));
      }
    } else if (got instanceof Number ours && want instanceof Number theirs) {
      if (ours.floatValue() != theirs.floatValue()) {
        differences.add("%s: %s, Keras has %s".formatted(path, got, want));
      }
    } else if (!Objects.equals(got, want)) {
      differences.add("%s: %s, Keras has %s".formatted(path, got, want));
    }
  }

  /** Returns what a name in a compile configuration stands for, written out as we do. */
  private static Object written(String path, String name) {
    return path.contains("/compile_config/loss")
        ? Losses.toConfig(Losses.byName(name))
        : path.contains("metrics/") ? Metrics.toConfig(Metrics.byName(name)) : name;
  }

  private static boolean isHarmless(String path, Object key) {
    // Keras does not tell layers without weights on what they were built; it reads it all the same.
    return key.equals("build_config") || UNWRITTEN.contains(path + "/" + key);
  }
}
