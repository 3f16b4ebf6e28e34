// SPDX-License-Identifier: Apache-2.0
package io.nyala.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is being written next to its final place, under a unique temporary name. While it is,
 * its process holds a lock on it, which the system takes back when the process is killed: so what
 * was left is told from what is still written.
 */
record Part(Path path, FileChannel channel) implements AutoCloseable {
  private static final int LONGEST_PREFIX = 60;

  /**
   * Those of this process, which must not even be opened again: systems give up a lock of a process
   * as soon as it closes the file anywhere.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  /** Makes a new file; a link that lies in wait under its name is not followed. */
  static Part of(Path target) throws IOException {
    while (true) {
      String name =
          "%s%016x.part".formatted(prefix(target), ThreadLocalRandom.current().nextLong());
      Path path = target.resolveSibling(name);
      OWN.add(path);
      try {
        FileChannel channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        Part part = new Part(path, channel);
        if (part.isMine()) {
          return part;
        }
        part.close(); // somebody took it for a leftover before it was locked
      } catch (IOException | RuntimeException e) {
        OWN.remove(path);
        throw e;
      }
    }
  }

  private boolean isMine() throws IOException {
    try {
      return channel.tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return true; // a file system without locks, where leftovers stay
    }
  }

  /** Deletes it, unless it was moved to its final name. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      OWN.remove(path);
    }
  }

  private static String prefix(Path target) {
    String name = target.getFileName().toString();
    return (name.length() <= LONGEST_PREFIX ? name : Integer.toHexString(name.hashCode())) + ".";
  }

  /** What is done with a leftover, while it is locked. */
  @FunctionalInterface
  interface Use {
    void of(Path leftover) throws IOException;
  }

  /** Finds what processes that are gone have left of a file. */
  static void forEachLeftover(Path target, Use use) throws IOException {
    String prefix = prefix(target);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(
            target.getParent(), each -> isPart(each.getFileName().toString(), prefix))) {
      all.forEach(found::add);
    }
    for (Path each : found) {
      if (!OWN.contains(each) && Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        useIfLeft(each, use);
      }
    }
  }

  private static boolean isPart(String name, String prefix) {
    return name.startsWith(prefix)
        && name.substring(prefix.length()).matches("[0-9a-f]{16}\\.part");
  }

  private static void useIfLeft(Path part, Use use) throws IOException {
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      try (FileLock lock = channel.tryLock()) {
        if (lock != null) {
          use.of(part);
        }
      }
    } catch (OverlappingFileLockException e) {
      return; // of this process, under another class loader
    }
  }
}
