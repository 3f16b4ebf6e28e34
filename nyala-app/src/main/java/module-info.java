// SPDX-License-Identifier: Apache-2.0
/** The command line: quickstart, recipes, benchmarks. Open, so that picocli can fill options. */
open module io.nyala.app {
  requires com.fasterxml.jackson.jr.ob;
  requires info.picocli;
  requires io.nyala.data;
  requires io.nyala.io;
  requires io.nyala.nn;
  requires java.desktop;
  requires java.net.http;
  requires jdk.httpserver;
  requires jdk.management;
}
