// SPDX-License-Identifier: Apache-2.0
/** The benchmark: workloads, timers and lower bounds. Only for the command line and the peers. */
module io.nyala.bench {
  requires com.fasterxml.jackson.jr.ob;
  requires io.nyala.cluster;
  requires io.nyala.data;
  requires io.nyala.io;
  requires io.nyala.nn;
  requires io.nyala.rl;
  requires io.nyala.zoo;
  requires java.desktop;
  requires jdk.incubator.vector;
  requires jdk.management;

  exports io.nyala.bench;
}
