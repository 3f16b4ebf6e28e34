// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the folder of a data set; downloads the set into the cache if necessary. */
public final class DataFinder {
  private final Path cache;
  private final Downloads downloads;

  /**
   * The location of a data set.
   *
   * @param folder the folder with its files
   * @param source the source to report: the folder given by the user, or the public address
   */
  public record Found(Path folder, String source) {}

  /**
   * Creates a finder.
   *
   * @param cache the folder in which downloaded sets are kept
   * @param downloads the downloader
   */
  public DataFinder(Path cache, Downloads downloads) {
    this.cache = cache;
    this.downloads = downloads;
  }

  /**
   * Creates a finder with the user's cache folder: {@code NYALA_CACHE}, or {@code nyala} in {@code
   * XDG_CACHE_HOME} or {@code ~/.cache}. Downloads heed the variables of {@link Downloads}.
   *
   * @param environment the environment variables
   * @return the finder
   */
  public static DataFinder of(Map<String, String> environment) {
    return of(environment, DownloadListener.NONE);
  }

  /**
   * Creates a finder like {@link #of(Map)}, whose downloads are told to a listener.
   *
   * @param environment the environment variables
   * @param listener is told how downloads get on
   * @return the finder
   */
  public static DataFinder of(Map<String, String> environment, DownloadListener listener) {
    return new DataFinder(
        FileCache.folder(environment), Downloads.of(environment).listener(listener));
  }

  /** Returns the single files in the same cache folder. */
  public FileCache files() {
    return new FileCache(cache, downloads);
  }

  /**
   * Finds a data set in a given folder or its subfolder for the set; without a given folder, in the
   * cache, downloading it if necessary.
   *
   * @param given the folder, or empty for the cache
   * @param set the data set
   * @param progress receives messages about downloads
   * @return the location
   * @throws DataSetException if it is not found and cannot be downloaded; the message says what to
   *     do
   * @throws InterruptedException if the thread is interrupted while downloading
   */
  public Found find(Optional<Path> given, DataSet set, Consumer<String> progress)
      throws InterruptedException {
    if (given.isPresent()) {
      return new Found(given(given.get(), set), given.get().toString());
    }
    Path folder = cache.resolve(set.name());
    if (set.isIn(folder)) {
      String home =
          set.remote().isEmpty()
              ? folder.toString()
              : set.remote().getFirst().homes().getFirst().toString();
      return new Found(folder, home);
    }
    return fetched(set, folder, progress);
  }

  private static Path given(Path folder, DataSet set) {
    Path below = folder.resolve(set.name());
    if (set.isIn(folder)) {
      return folder;
    }
    if (set.isIn(below)) {
      return below;
    }
    throw new DataSetException(
        "no %s data there: looked for %s in %s and in %s"
            .formatted(
                set.name(),
                set.wanted(),
                folder.toAbsolutePath().normalize(),
                below.toAbsolutePath().normalize()));
  }

  private Found fetched(DataSet set, Path folder, Consumer<String> progress)
      throws InterruptedException {
    if (set.remote().isEmpty()) {
      throw new DataSetException(
          "no %s data: looked for %s in %s. %s, and put them there"
              .formatted(set.name(), set.wanted(), folder, set.advice()));
    }
    for (RemoteFile file : set.remote()) {
      if (Files.exists(folder.resolve(file.name()))) {
        continue; // complete, because it has its final name
      }
      try {
        progress.accept("Downloading %s to %s ...".formatted(file.homes().getFirst(), folder));
        downloads.fetch(file, folder);
      } catch (IOException e) {
        throw new DataSetException(
            ("no %s data in %s, and the download failed: %s. Download the files manually (%s) and "
                    + "put them there")
                .formatted(set.name(), folder, e.getMessage(), set.advice()),
            e);
      }
    }
    return new Found(folder, set.remote().getFirst().homes().getFirst().toString());
  }
}
