// SPDX-License-Identifier: Apache-2.0
/** Downloads, cached and checked, and public data sets. */
module io.nyala.hub {
  requires static io.nyala.core; // the status of the API
  requires java.net.http;

  exports io.nyala.hub;
}
