// SPDX-License-Identifier: Apache-2.0
package io.nyala.app;

import io.nyala.app.bench.Benchmark;
import io.nyala.app.bench.SpeedBenchmark;
import io.nyala.app.recipe.Recipe;
import io.nyala.app.recipes.Quickstart;
import java.util.List;

/** Everything that can be run by name. A new recipe or benchmark is one more line here. */
record Catalog(List<Recipe> recipes, List<Benchmark> benchmarks) {
  /** Returns what ships with Nyala. */
  static Catalog standard() {
    return new Catalog(List.of(new Quickstart()), SpeedBenchmark.all(System.err));
  }
}
