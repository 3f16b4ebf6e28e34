// SPDX-License-Identifier: Apache-2.0
/** The command line: quickstart, recipes, benchmarks. Open, so that picocli can set options. */
open module io.nyala.cli {
  requires com.fasterxml.jackson.jr.ob;
  requires info.picocli;
  requires io.nyala.auto;
  requires io.nyala.bench;
  requires io.nyala.board;
  requires io.nyala.examples;
  requires io.nyala.features;
  requires io.nyala.hub;
  requires io.nyala.plot;
  requires io.nyala.rl;
  requires io.nyala.cluster;
  requires io.nyala.tune;
  requires java.compiler;
  requires java.desktop;
}
