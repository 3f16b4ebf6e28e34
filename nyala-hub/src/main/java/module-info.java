// SPDX-License-Identifier: Apache-2.0
/** Downloads, cached and checked, and public data sets. */
module io.nyala.hub {
  requires java.net.http;

  exports io.nyala.hub;
}
