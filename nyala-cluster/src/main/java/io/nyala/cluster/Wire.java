// SPDX-License-Identifier: Apache-2.0
package io.nyala.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection to another worker. One thread may read while another writes. */
interface Wire extends Closeable {
  /** Reads until the buffer is full; throws {@link java.io.EOFException} at the end. */
  void read(ByteBuffer into) throws IOException;

  /** Writes all of a buffer. */
  void write(ByteBuffer from) throws IOException;

  /** Returns the address of the other end. */
  String address();

  /** Closes the connection, from any thread; reading and writing threads get an exception. */
  @Override
  void close();
}
