// SPDX-License-Identifier: Apache-2.0
/** The recipes and their shared code. Open, so that picocli can set options. */
open module io.nyala.examples {
  requires com.fasterxml.jackson.jr.ob;
  requires transitive info.picocli;
  requires transitive io.nyala.data;
  requires transitive io.nyala.io;
  requires transitive io.nyala.nn;
  requires transitive io.nyala.hub;
  requires io.nyala.plot;
  requires io.nyala.rl;
  requires transitive io.nyala.tune;
  requires transitive io.nyala.zoo;

  exports io.nyala.examples;
  exports io.nyala.examples.agents;
  exports io.nyala.examples.recipe;
  exports io.nyala.examples.zoo;
}
