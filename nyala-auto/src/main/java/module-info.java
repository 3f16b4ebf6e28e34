// SPDX-License-Identifier: Apache-2.0
/** From a table, texts or photos to a trained network and the program that makes it. */
module io.nyala.auto {
  requires transitive io.nyala.data;
  requires transitive io.nyala.nn;
  requires io.nyala.features;
  requires io.nyala.io;
  requires io.nyala.plot;
  requires io.nyala.tune;
  requires io.nyala.zoo;

  exports io.nyala.auto;
  exports io.nyala.auto.facts;
}
