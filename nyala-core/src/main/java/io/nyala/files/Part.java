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
 * A file being written in its final folder under a unique temporary name. Meanwhile its process
 * holds a lock on it, which the system releases when the process is killed. Leftovers can thus be
 * distinguished from files that are still being written.
 */
record Part(Path path, FileChannel channel) implements AutoCloseable {
  private static final int LONGEST_PREFIX = 60;

  /**
   * The files being written by this process. They must not even be opened again, because systems
   * release a lock as soon as the process closes the file anywhere.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  /** Creates a new file; does not follow a malicious link of the same name. */
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
        part.close(); // another process took it for a leftover before it was locked
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
      return true; // a file system without locks, where leftovers remain
    }
  }

  /** Deletes the file unless it was moved to its final name. */
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

  /** An action on a leftover while it is locked. */
  @FunctionalInterface
  interface Use {
    void of(Path leftover) throws IOException;
  }

  /** Finds the leftovers of a file from processes that have ended. */
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
      return; // held by this process, under another class loader
    }
  }
}
