// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.hub.Downloads;
import io.nyala.hub.FileCache;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** The command line with the recipes that ship, and what its last call printed. */
final class RecordedApp {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private FileCache cache;

  RecordedApp() {
    cache(Path.of("target", "no-cache"));
  }

  /** Takes published weights from another cache than the user's; nothing is downloaded. */
  void cache(Path folder) {
    cache = new FileCache(folder, new Downloads().offline(true));
  }

  /** Runs a command; returns the exit status. */
  int run(String... args) {
    out.reset();
    err.reset();
    Catalog catalog = Catalog.standard();
    return new CommandLineApp(catalog, cache, print(out), print(err), false).run(args);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String stderr() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Returns the report of {@code --json}, which is the last line. */
  Map<String, Object> json() throws IOException {
    return JSON.std.mapFrom(stdout().lines().toList().getLast());
  }

  static double metric(Map<String, Object> report, String name) {
    return ((Number) ((Map<?, ?>) report.get("metrics")).get(name)).doubleValue();
  }
}
