// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A folder for downloaded files. Each file is checked whenever it is asked for: with its published
 * checksum, or with the one of its first download.
 */
public final class FileCache {
  private final Path folder;
  private final Downloads downloads;

  /**
   * Creates a cache.
   *
   * @param folder the folder, created when it is needed
   * @param downloads downloads what is not there yet
   */
  public FileCache(Path folder, Downloads downloads) {
    this.folder = folder;
    this.downloads = downloads;
  }

  /**
   * Returns the user's cache: {@code NYALA_CACHE}, or {@code nyala} in {@code XDG_CACHE_HOME} or
   * {@code ~/.cache}. Downloads are logged, and heed the variables of {@link Downloads}.
   *
   * @param environment the environment variables
   */
  public static FileCache of(Map<String, String> environment) {
    return new FileCache(
        folder(environment), Downloads.of(environment).listener(new DownloadLog()));
  }

  /** Returns the user's cache folder. */
  static Path folder(Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home", "."), ".cache");
    Path caches = Optional.ofNullable(environment.get("XDG_CACHE_HOME")).map(Path::of).orElse(home);
    return Optional.ofNullable(environment.get("NYALA_CACHE"))
        .map(Path::of)
        .orElse(caches.resolve("nyala"));
  }

  /** Returns a cache that downloads nothing, if so: files must be there already. */
  public FileCache offline(boolean so) {
    return new FileCache(folder, downloads.offline(so));
  }

  /** Returns a cache whose downloads are told to a listener, such as a {@link ProgressBar}. */
  public FileCache listener(DownloadListener told) {
    return new FileCache(folder, downloads.listener(told));
  }

  /** Returns the place of a file in this cache, whether it is there or not. */
  public Path path(String kind, RemoteFile file) {
    return folder.resolve(kind).resolve(file.name());
  }

  /** Returns whether a file is there. */
  public boolean has(String kind, RemoteFile file) {
    return Files.isRegularFile(path(kind, file));
  }

  /**
   * Returns the checksum that was kept at the first download of a file without a published one.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<Checksum> kept(String kind, RemoteFile file) throws IOException {
    return file.checksum().isPresent() ? Optional.empty() : Pin.of(path(kind, file));
  }

  /**
   * Returns a file, downloading it if it is not there yet.
   *
   * @param kind the subfolder, such as {@code zoo/vgg16}
   * @param file the file
   * @return the path of the file, whose size and checksum are right
   * @throws IOException if the file cannot be downloaded, or is not what it should be; the message
   *     says what to do
   * @throws InterruptedException if the thread is interrupted while downloading
   */
  public Path get(String kind, RemoteFile file) throws IOException, InterruptedException {
    Path path = path(kind, file);
    if (Files.exists(path)) {
      // It may have been put there by hand, or damaged since.
      String problem = Content.problem(file, path, path);
      if (problem != null) {
        throw new IOException(
            "%s is damaged or another file: %s. Delete it to download it again"
                .formatted(path, problem));
      }
      return path;
    }
    try {
      return downloads.fetch(file, path.getParent());
    } catch (IOException e) {
      throw new IOException(
          "no %s in %s, and it was not downloaded: %s. It can also be put there by hand, from %s"
              .formatted(file.name(), path.getParent(), e.getMessage(), file.homes().getFirst()),
          e);
    }
  }
}
