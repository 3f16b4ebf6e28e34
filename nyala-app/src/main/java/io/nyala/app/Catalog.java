// SPDX-License-Identifier: Apache-2.0
package io.nyala.app;

import io.nyala.app.bench.Benchmark;
import io.nyala.app.bench.SpeedBenchmark;
import io.nyala.app.recipe.Recipe;
import io.nyala.app.recipes.Cifar10Cnn;
import io.nyala.app.recipes.Cifar10Gan;
import io.nyala.app.recipes.ImdbLstm;
import io.nyala.app.recipes.MnistGan;
import io.nyala.app.recipes.MnistMulticlass;
import io.nyala.app.recipes.MonitorRegression;
import io.nyala.app.recipes.NewsgroupsCnn;
import io.nyala.app.recipes.PriceLstm;
import io.nyala.app.recipes.Quickstart;
import io.nyala.app.recipes.SeizureBinary;
import io.nyala.app.recipes.TranslateSeq2seq;
import io.nyala.app.recipes.WineRegression;
import io.nyala.app.sets.DataFinder;
import java.util.List;

/** Everything that can be run by name. A new recipe or benchmark is one more line here. */
record Catalog(List<Recipe> recipes, List<Benchmark> benchmarks) {
  /** Returns what ships with Nyala. */
  static Catalog standard() {
    DataFinder finder = DataFinder.of(System.getenv());
    return new Catalog(
        List.of(
            new Quickstart(),
            new WineRegression(finder),
            new MonitorRegression(finder),
            new SeizureBinary(finder),
            new MnistMulticlass(finder),
            new Cifar10Cnn(finder),
            new PriceLstm(finder),
            new ImdbLstm(finder),
            new NewsgroupsCnn(finder),
            new TranslateSeq2seq(finder),
            new MnistGan(finder),
            new Cifar10Gan(finder)),
        SpeedBenchmark.all(System.err));
  }
}
