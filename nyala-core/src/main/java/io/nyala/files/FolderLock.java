// SPDX-License-Identifier: Apache-2.0
package io.nyala.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exclusive lock on a folder for one training or run. It lasts until it is closed or its process
 * ends in any way. While the folder is locked, the file {@code in-use.lock} says which process
 * holds it.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "in-use.lock";

  /**
   * The locked region is after the text, because some systems let no process read a locked region.
   */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final int MOST_DIGITS = 32;

  /**
   * The folders locked by this process. Their lock files must not even be opened again, because
   * systems release a lock as soon as the process closes the file anywhere.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder and creates it if necessary.
   *
   * @throws FolderInUseException if another training or process holds it
   * @throws IOException if the folder is not writable
   */
  public static FolderLock of(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path real = folder.toRealPath();
    if (!OWN.add(real)) {
      throw new FolderInUseException(folder, String.valueOf(ProcessHandle.current().pid()));
    }
    try {
      FileChannel channel = null;
      while (channel == null) {
        channel = take(folder, real.resolve(FILE));
      }
      return new FolderLock(real, channel);
    } catch (IOException | RuntimeException e) {
      OWN.remove(real);
      throw e;
    }
  }

  /** Returns the open file, or null if its last owner has just deleted it. */
  private static FileChannel take(Path folder, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      if (!isLocked(channel)) {
        throw new FolderInUseException(folder, read(channel));
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        String mine = String.valueOf(ProcessHandle.current().pid());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.UTF_8)), 0);
        return channel;
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this process, under another class loader
    } catch (IOException e) {
      return true; // a file system without locks: other processes cannot be kept out
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(MOST_DIGITS);
    channel.read(text, 0);
    return StandardCharsets.UTF_8.decode(text.flip()).toString();
  }

  /** Releases the folder. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(folder.resolve(FILE));
    } finally {
      OWN.remove(folder);
    }
  }
}
