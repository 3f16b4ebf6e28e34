// SPDX-License-Identifier: Apache-2.0
/** Plots for any program that trains or evaluates. */
module io.nyala.plot {
  requires transitive io.nyala.data;
  requires java.desktop;

  exports io.nyala.plot;
}
