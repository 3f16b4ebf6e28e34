// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.lang.System.Logger.Level;
import java.net.URI;

/** Logs the beginning of each download: an address should not be a secret of the program. */
final class DownloadLog implements DownloadListener {
  private static final System.Logger LOG = System.getLogger(DownloadLog.class.getPackageName());

  @Override
  public void began(RemoteFile file, URI home, long bytes, long total) {
    LOG.log(Level.INFO, () -> ProgressBar.line(home, bytes, total));
  }

  @Override
  public void came(long bytes) {}

  @Override
  public void ended() {}
}
