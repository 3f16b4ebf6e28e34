/** The command line: quickstart, recipes, benchmarks. */
module io.nyala.app {
  requires io.nyala.nn;
  requires io.nyala.data;
}
