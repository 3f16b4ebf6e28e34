// SPDX-License-Identifier: Apache-2.0
package io.nyala.saving;

import io.nyala.settings.Names;
import java.util.List;
import java.util.Map;

/**
 * The result of loading the weights of a file that fit a model, while others stay as they are.
 *
 * @param loaded the paths of the weights that were loaded, such as {@code dense_1/kernel}
 * @param kept the paths of the weights that were not loaded, with the reason
 * @param unused the arrays of the file that have no weight in the model
 */
public record LoadedWeights(List<String> loaded, Map<String, String> kept, List<String> unused) {
  /** Copies the lists. */
  public LoadedWeights {
    loaded = List.copyOf(loaded);
    kept = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(kept));
    unused = List.copyOf(unused);
  }

  /** Returns a sentence for each group, with the first names. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%,d of %,d weights loaded".formatted(loaded.size(), loaded.size() + kept.size()));
    if (!kept.isEmpty()) {
      List<String> reasons =
          kept.entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList();
      text.append("; not loaded: ").append(Names.list(reasons));
    }
    if (!unused.isEmpty()) {
      text.append("; in the file but not in the model: ").append(Names.list(unused));
    }
    return text.toString();
  }
}
