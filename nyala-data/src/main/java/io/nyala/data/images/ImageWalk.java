// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The images in a folder and its subfolders, with or without following links. No folder is read
 * twice, even if links are circular or several lead to the same folder. Real folders come before
 * linked ones.
 */
final class ImageWalk {
  private final Path folder;
  private final boolean followLinks;
  private final Map<Path, Path> read = new HashMap<>();
  private final List<Path> files = new ArrayList<>();
  private final Map<Path, String> leftOut = new TreeMap<>();

  private ImageWalk(Path folder, boolean followLinks) {
    this.folder = folder;
    this.followLinks = followLinks;
  }

  /** Reads a folder, which may itself be a link. */
  static ImageWalk of(Path folder, boolean followLinks) {
    ImageWalk walk = new ImageWalk(folder, followLinks);
    walk.start();
    walk.files.sort(Comparator.comparing(file -> ImageFiles.name(folder, file)));
    return walk;
  }

  /** Returns the images, in the same order on every system. */
  List<Path> files() {
    return files;
  }

  /** Returns the links that were not followed, with the reasons. */
  Map<Path, String> leftOut() {
    return leftOut;
  }

  private void start() {
    Deque<Path> links = new ArrayDeque<>(List.of(folder));
    while (!links.isEmpty()) {
      Deque<Path> folders = new ArrayDeque<>(List.of(links.remove()));
      while (!folders.isEmpty()) {
        Path next = folders.pop();
        if (isNew(next)) {
          in(next).forEach(path -> visit(path, folders, links));
        }
      }
    }
  }

  private boolean isNew(Path next) {
    try {
      Path before = read.putIfAbsent(next.toRealPath(), next);
      if (before != null) {
        leftOut.put(next, next + ": a link to a folder that is read as " + before);
      }
      return before == null;
    } catch (IOException e) {
      throw unreadable(next, e);
    }
  }

  private void visit(Path path, Deque<Path> folders, Deque<Path> links) {
    String name = String.valueOf(path.getFileName());
    if (name.startsWith(".")) {
      return;
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      folders.push(path);
    } else if (Files.isDirectory(path)) {
      if (followLinks) {
        links.add(path);
      }
    } else if (ImageFormat.byName(name)) {
      if (Files.isRegularFile(path)) {
        files.add(path);
      } else if (Files.isSymbolicLink(path)) {
        leftOut.put(path, path + ": a broken link");
      }
    }
  }

  /** Returns the entries of a folder, sorted. */
  static List<Path> in(Path folder) {
    try (Stream<Path> in = Files.list(folder)) {
      return in.sorted(Comparator.comparing(path -> String.valueOf(path.getFileName()))).toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw unreadable(folder, e.getCause());
    }
  }

  private static DataException unreadable(Path folder, IOException e) {
    String why = e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    return new DataException("cannot look into " + folder + ": " + why, e);
  }
}
