// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.sets;

import java.net.URI;
import java.util.List;

/**
 * A file with a public home.
 *
 * @param name its name in the cache folder
 * @param homes where it can be fetched, best first
 * @param sha256 of its content; of a {@code .gz} file, of what is in it, since those who repack
 *     data get other bytes around the same content
 */
public record RemoteFile(String name, List<URI> homes, String sha256) {
  /** Tells whether the checksum is that of the unpacked content. */
  boolean packed() {
    return name.endsWith(".gz");
  }
}
