// SPDX-License-Identifier: Apache-2.0
/**
 * All libraries of Nyala: networks, data, features, files, plots, board, downloads, search, agents
 * and the zoo.
 */
module io.nyala {
  requires transitive io.nyala.auto;
  requires transitive io.nyala.board;
  requires transitive io.nyala.cluster;
  requires transitive io.nyala.data;
  requires transitive io.nyala.features;
  requires transitive io.nyala.hub;
  requires transitive io.nyala.io;
  requires transitive io.nyala.nn;
  requires transitive io.nyala.plot;
  requires transitive io.nyala.rl;
  requires transitive io.nyala.tune;
  requires transitive io.nyala.zoo;
}
