// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.sets;

import io.nyala.app.recipe.RecipeContext;
import io.nyala.app.recipe.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds the folder of a data set, fetching the set into the cache where it must. */
public final class DataFinder {
  private final Path cache;
  private final Downloads downloads;

  /**
   * Where a set was found.
   *
   * @param folder the folder with its files
   * @param source what to report: the folder that the user named, or the public address
   */
  public record Found(Path folder, String source) {}

  /**
   * Create a finder.
   *
   * @param cache the folder below which fetched sets are kept
   * @param downloads what fetches
   */
  public DataFinder(Path cache, Downloads downloads) {
    this.cache = cache;
    this.downloads = downloads;
  }

  /**
   * Create a finder with the user's cache folder: {@code NYALA_CACHE}, or {@code nyala} in {@code
   * XDG_CACHE_HOME} or {@code ~/.cache}.
   *
   * @param environment the environment variables
   * @return the finder
   */
  public static DataFinder of(Map<String, String> environment) {
    Path home = Path.of(System.getProperty("user.home", "."), ".cache");
    Path caches = Optional.ofNullable(environment.get("XDG_CACHE_HOME")).map(Path::of).orElse(home);
    Path cache =
        Optional.ofNullable(environment.get("NYALA_CACHE"))
            .map(Path::of)
            .orElse(caches.resolve("nyala"));
    return new DataFinder(cache, new Downloads());
  }

  /**
   * Find a set: in the folder that {@code --data} names or in the set's folder below it; without
   * {@code --data}, in the cache, fetched if it is not there yet.
   *
   * @param context what the user typed; {@code --data sample} is for the caller to handle
   * @param set the set
   * @return where it is
   * @throws UsageException if it is not there and cannot be fetched; the message says what to do
   * @throws InterruptedException if the thread is interrupted while fetching
   */
  public Found find(RecipeContext context, DataSet set) throws InterruptedException {
    Optional<Path> given = context.dataFolder();
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
    return fetched(context, set, folder);
  }

  private static Path given(Path folder, DataSet set) {
    Path below = folder.resolve(set.name());
    if (set.isIn(folder)) {
      return folder;
    }
    if (set.isIn(below)) {
      return below;
    }
    throw new UsageException(
        "--data: no %s data there: looked for %s in %s and in %s"
            .formatted(
                set.name(),
                set.wanted(),
                folder.toAbsolutePath().normalize(),
                below.toAbsolutePath().normalize()));
  }

  private Found fetched(RecipeContext context, DataSet set, Path folder)
      throws InterruptedException {
    if (set.remote().isEmpty()) {
      throw new UsageException(
          "no %s data: looked for %s in %s. %s. Then give --data DIR or put them there; or try"
                  .formatted(set.name(), set.wanted(), folder, set.advice())
              + " --data sample.");
    }
    for (RemoteFile file : set.remote()) {
      if (Files.exists(folder.resolve(file.name()))) {
        continue; // complete, or it would not have that name
      }
      try {
        context.say("Fetching %s into %s ...", file.homes().getFirst(), folder);
        downloads.fetch(file, folder);
      } catch (IOException e) {
        throw new UsageException(
            "no %s data in %s, and fetching failed: %s. Get the files by hand (%s) and give --data"
                    .formatted(set.name(), folder, e.getMessage(), set.advice())
                + " DIR or put them there; or try --data sample.",
            e);
      }
    }
    return new Found(folder, set.remote().getFirst().homes().getFirst().toString());
  }
}
