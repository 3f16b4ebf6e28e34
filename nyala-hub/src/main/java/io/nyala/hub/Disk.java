// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes to the disk; a test may put a full one in its place. */
interface Disk {
  /** The disk of this machine. */
  Disk REAL =
      new Disk() {
        @Override
        public int write(FileChannel out, ByteBuffer bytes, long position) throws IOException {
          return out.write(bytes, position);
        }

        @Override
        public long free(Path folder) throws IOException {
          return Files.getFileStore(folder).getUsableSpace();
        }
      };

  /** Writes bytes at a position, and returns how many. */
  int write(FileChannel out, ByteBuffer bytes, long position) throws IOException;

  /** Returns the number of free bytes; 0 or less if it is unknown. */
  long free(Path folder) throws IOException;
}
