// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli.inspect;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The content of a training checkpoint. */
final class CheckpointFacts {
  private static final String STATE = "state.json";
  private static final String ARRAYS = "arrays.h5";
  private static final List<String> TOLD =
      List.of("epoch", "batch", "iterations", "learning_rate", "seed", "shards", "stopped");

  private CheckpointFacts() {}

  static boolean isNamed(Path file) {
    return file.getFileName().toString().endsWith(".checkpoint");
  }

  static boolean isOne(Zip zip) {
    return zip.names().contains(STATE) && zip.names().contains(ARRAYS);
  }

  static void add(Zip zip, Path file, FileFacts facts) throws IOException {
    Map<String, Object> state = JSON.std.mapFrom(zip.text(STATE));
    facts.add("kind", "checkpoint").add("format", "nyala");
    TOLD.forEach(name -> facts.add(name, state.get(name)));
    try (Hdf5File arrays = Hdf5File.open(zip.content(ARRAYS), file + ", " + ARRAYS)) {
      WeightsFacts.add(WeightsFacts.shapes(arrays.below("")), facts);
    }
  }
}
