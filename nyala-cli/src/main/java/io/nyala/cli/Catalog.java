// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.bench.Benchmark;
import io.nyala.bench.SpeedBenchmark;
import io.nyala.examples.CartPoleSearch;
import io.nyala.examples.Cifar10Cnn;
import io.nyala.examples.Cifar10Gan;
import io.nyala.examples.ImdbLstm;
import io.nyala.examples.MnistGan;
import io.nyala.examples.MnistHyperband;
import io.nyala.examples.MnistMulticlass;
import io.nyala.examples.MnistRandomSearch;
import io.nyala.examples.MonitorRegression;
import io.nyala.examples.NewsgroupsCnn;
import io.nyala.examples.PriceLstm;
import io.nyala.examples.Quickstart;
import io.nyala.examples.SeizureBinary;
import io.nyala.examples.SparkWine;
import io.nyala.examples.TranslateSeq2seq;
import io.nyala.examples.WineRegression;
import io.nyala.examples.WineSearch;
import io.nyala.examples.agents.BreakoutDqn;
import io.nyala.examples.agents.CartPoleDqn;
import io.nyala.examples.agents.CartPolePpo;
import io.nyala.examples.agents.FrozenLakeQ;
import io.nyala.examples.agents.LunarLanderDqn;
import io.nyala.examples.agents.LunarLanderPpo;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.zoo.CifarTransfer;
import io.nyala.examples.zoo.PetsTransfer;
import io.nyala.hub.DataFinder;
import io.nyala.hub.ProgressBar;
import java.util.List;

/** All recipes and benchmarks that can be run by name. Add a line here for each new one. */
record Catalog(List<Recipe> recipes, List<Benchmark> benchmarks) {
  /** Returns the recipes and benchmarks included in Nyala. */
  static Catalog standard() {
    DataFinder finder = DataFinder.of(System.getenv(), ProgressBar.onTerminal(System.err));
    return new Catalog(
        List.of(
            new Quickstart(),
            new WineRegression(finder),
            new MonitorRegression(finder),
            new SeizureBinary(finder),
            new MnistMulticlass(finder),
            new Cifar10Cnn(finder),
            new PetsTransfer(finder),
            new CifarTransfer(finder),
            new PriceLstm(finder),
            new ImdbLstm(finder),
            new NewsgroupsCnn(finder),
            new TranslateSeq2seq(finder),
            new MnistGan(finder),
            new Cifar10Gan(finder),
            new SparkWine(finder),
            new WineSearch(finder),
            new MnistRandomSearch(finder),
            new MnistHyperband(finder),
            new CartPoleSearch(),
            new CartPoleDqn(),
            new CartPolePpo(),
            new LunarLanderDqn(),
            new LunarLanderPpo(),
            new BreakoutDqn(),
            new FrozenLakeQ()),
        SpeedBenchmark.all(System.err));
  }
}
