// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A file with public addresses.
 *
 * @param name the name in the cache folder
 * @param homes the download addresses, best first
 * @param size the size of the content in bytes, uncompressed for a {@code .gz} file; {@link
 *     #UNKNOWN} if it is not published
 * @param published the published checksum of the uncompressed content, because recompression
 *     changes the compressed bytes; null if there is none. Nyala then keeps the checksum of the
 *     first download next to the file, and compares with it from then on
 */
public record RemoteFile(String name, List<URI> homes, long size, Checksum published) {
  /** The size of a file of which no size is published. */
  public static final long UNKNOWN = -1;

  /** The overhead of a compressed file for each piece of incompressible content. */
  private static final int PIECE = 256;

  private static final int HEAD = 1024;

  /**
   * Creates a description of a file.
   *
   * @throws IllegalArgumentException if there is no address, or if a compressed file has no size
   */
  public RemoteFile {
    homes = List.copyOf(homes);
    if (homes.isEmpty()) {
      throw new IllegalArgumentException(name + ": expected at least one address");
    }
    if (size == UNKNOWN && name.endsWith(".gz")) {
      throw new IllegalArgumentException(
          name + ": a compressed file needs the size of its content, so that it ends");
    }
  }

  /** Returns the published checksum, if there is one. */
  public Optional<Checksum> checksum() {
    return Optional.ofNullable(published);
  }

  /** Returns whether size and checksum are those of the unpacked content. */
  boolean packed() {
    return name.endsWith(".gz");
  }

  /** Returns the maximum number of bytes to download. */
  long most() {
    if (size == UNKNOWN) {
      return Long.MAX_VALUE;
    }
    return packed() ? size + size / PIECE + HEAD : size;
  }
}
