// SPDX-License-Identifier: Apache-2.0
/** A page that shows event files live. */
module io.nyala.board {
  requires com.fasterxml.jackson.jr.ob;
  requires io.nyala.io;
  requires jdk.httpserver;

  exports io.nyala.board;
}
