// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.net.URI;

/** Is told how downloads get on. The methods may be called from several threads. */
public interface DownloadListener {
  /** Does nothing. */
  DownloadListener NONE =
      new DownloadListener() {
        @Override
        public void began(RemoteFile file, URI home, long bytes, long total) {}

        @Override
        public void came(long bytes) {}

        @Override
        public void ended() {}
      };

  /**
   * A server begins to send a file.
   *
   * @param home its address
   * @param bytes how much of it an earlier run has got
   * @param total its size in bytes, or {@link RemoteFile#UNKNOWN}
   */
  void began(RemoteFile file, URI home, long bytes, long total);

  /** Tells how many bytes of the file have arrived. */
  void came(long bytes);

  /** The file is complete, or the address was given up. */
  void ended();
}
