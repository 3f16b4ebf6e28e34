// SPDX-License-Identifier: Apache-2.0
/** Hyperparameter search, reproducible bit for bit, on all cores. */
module io.nyala.tune {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires transitive io.nyala.data;
  requires transitive io.nyala.io;
  requires transitive io.nyala.nn;
  requires io.nyala.plot;

  exports io.nyala.tune;
  exports io.nyala.tune.history;
  exports io.nyala.tune.importance;
  exports io.nyala.tune.pruners;
  exports io.nyala.tune.report;
  exports io.nyala.tune.samplers;
  exports io.nyala.tune.schedules;
  exports io.nyala.tune.space;
}
