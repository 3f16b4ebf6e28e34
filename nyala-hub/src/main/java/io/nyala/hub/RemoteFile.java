// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.net.URI;
import java.util.List;

/**
 * A file with public addresses.
 *
 * @param name the name in the cache folder
 * @param homes the download addresses, best first
 * @param size the size of the content in bytes, uncompressed for a {@code .gz} file
 * @param sha256 the checksum of the uncompressed content, because recompression changes the
 *     compressed bytes
 */
public record RemoteFile(String name, List<URI> homes, long size, String sha256) {
  /** The overhead of a compressed file for each piece of incompressible content. */
  private static final int PIECE = 256;

  private static final int HEAD = 1024;

  /** Returns whether size and checksum are those of the unpacked content. */
  boolean packed() {
    return name.endsWith(".gz");
  }

  /** Returns the maximum number of bytes to download. */
  long most() {
    return packed() ? size + size / PIECE + HEAD : size;
  }
}
