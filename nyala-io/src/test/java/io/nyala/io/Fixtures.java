// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files of the folder {@code fixtures} of the repository. */
public final class Fixtures {
  private static final String FOLDER = "fixtures";

  private Fixtures() {}

  /** Returns a file of the fixtures. */
  public static Path file(String relative) {
    return FilesAbove.find(FOLDER).orElseThrow().resolve(relative);
  }

  /** Returns a file that Keras wrote. */
  public static Path keras(String relative) {
    return file("keras/" + relative);
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
}
