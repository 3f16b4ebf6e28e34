// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.net.URI;
import java.util.List;

/**
 * A file with a public home.
 *
 * @param name its name in the cache folder
 * @param homes where it can be fetched, best first
 * @param size of its content in bytes; of a {@code .gz} file, of what is in it
 * @param sha256 of the same content: those who repack data get other bytes around it
 */
public record RemoteFile(String name, List<URI> homes, long size, String sha256) {
  /** What a packed file may have around each piece of content that cannot be packed. */
  private static final int PIECE = 256;

  private static final int HEAD = 1024;

  /** Tells whether size and checksum are those of the unpacked content. */
  boolean packed() {
    return name.endsWith(".gz");
  }

  /** Returns how many bytes may come at most. */
  long most() {
    return packed() ? size + size / PIECE + HEAD : size;
  }
}
