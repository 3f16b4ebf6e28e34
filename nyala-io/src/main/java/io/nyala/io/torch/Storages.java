// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.torch;

import io.nyala.io.files.FilePart;
import java.io.IOException;
import java.nio.ByteOrder;

/** Where the numbers of a file are. */
interface Storages extends AutoCloseable {
  /** Returns all numbers of a storage. */
  FilePart part(Storage storage) throws IOException;

  /** Returns the order of the bytes of a number. */
  ByteOrder order();

  @Override
  void close() throws IOException;
}
