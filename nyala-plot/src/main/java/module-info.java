// SPDX-License-Identifier: Apache-2.0
/** Plots for programs that train or evaluate. */
module io.nyala.plot {
  requires transitive io.nyala.data;
  requires java.desktop;

  exports io.nyala.plot;
}
