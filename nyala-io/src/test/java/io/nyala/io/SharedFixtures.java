// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.layers.LayerRegistry;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Files that lie in {@code shared} beside the repository. Skips the test where they are absent. */
public final class SharedFixtures {
  private SharedFixtures() {}

  /** Returns a file or folder below {@code shared}, or skips the test. */
  public static Path file(String relative) {
    String property = System.getProperty("nyala.shared");
    if (property != null) {
      Path file = Path.of(property, relative);
      return Files.exists(file) ? file : abort("absent: " + file);
    }
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      Path file = dir.resolveSibling("shared").resolve(relative);
      if (Files.exists(file)) {
        return file;
      }
    }
    return abort("absent: shared/" + relative + "; set -Dnyala.shared=DIR to the folder shared");
  }

  /** Returns a file of Keras's, or skips the test. */
  public static Path keras(String relative) {
    return file("fixtures/keras").resolve(relative);
  }

  /** Returns the entries of Keras's cases of one group. */
  @SuppressWarnings("unchecked") // JSON objects
  public static List<Map<String, Object>> cases(String group) throws IOException {
    List<Map<String, Object>> found = new ArrayList<>();
    for (Object entry : JSON.std.listFrom(Files.readString(keras("cases/index.json")))) {
      Map<String, Object> map = (Map<String, Object>) entry;
      if (map.get("group").equals(group)) {
        found.add(map);
      }
    }
    return found;
  }

  /** Returns the arrays {@code prefix0}, {@code prefix1} and so on, as many as there are. */
  public static List<Tensor> arrays(Map<String, Tensor> all, String prefix) {
    List<Tensor> found = new ArrayList<>();
    while (all.containsKey(prefix + found.size())) {
      found.add(all.get(prefix + found.size()));
    }
    return found;
  }

  /** Reads an archive of arrays. */
  public static Map<String, Tensor> npz(String relative) throws IOException {
    return Npz.read(keras(relative));
  }

  /** Skips the test if it needs layers that are not there yet. */
  public static void requireLayers(Object form) {
    Set<String> missing = new TreeSet<>();
    collect(form, missing);
    if (!missing.isEmpty()) {
      abort("needs " + missing);
    }
  }

  private static void collect(Object form, Set<String> missing) {
    if (form instanceof List<?> list) {
      list.forEach(f -> collect(f, missing));
    } else if (form instanceof Map<?, ?> map) {
      if ("keras.layers".equals(map.get("module"))
          && !LayerRegistry.knows((String) map.get("class_name"))) {
        missing.add((String) map.get("class_name"));
      }
      map.values().forEach(f -> collect(f, missing));
    }
  }
}
