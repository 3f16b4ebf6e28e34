// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A file while it is downloaded, under a temporary name: {@code NAME.part}. A note beside it says
 * which version of which address it is the beginning of, so that a later run can go on with it. The
 * file is locked; a run that finds it locked by another one uses a file of its own, which cannot be
 * continued.
 */
final class PartFile implements AutoCloseable {
  /** The end of temporary names. */
  static final String END = ".part";

  private static final String NOTE_END = END + ".from";

  private final Disk disk;
  private final Path path;
  private final Path note;
  private final FileChannel channel;
  private boolean discarded;

  private PartFile(Disk disk, Path path, Path note, FileChannel channel) {
    this.disk = disk;
    this.path = path;
    this.note = note;
    this.channel = channel;
  }

  /** Opens the partial file of a file, with the content that an earlier run has left in it. */
  static PartFile open(Disk disk, Path folder, String name) throws IOException {
    Path path = folder.resolve(name + END);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    // Whoever held the lock before may have moved or deleted the file meanwhile.
    if (locked(channel) && Files.exists(path)) {
      return new PartFile(disk, path, folder.resolve(name + NOTE_END), channel);
    }
    channel.close();
    Path own = Files.createTempFile(folder, name, END);
    return new PartFile(disk, own, null, FileChannel.open(own, StandardOpenOption.WRITE));
  }

  private static boolean locked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by another thread
    } catch (IOException e) {
      return false; // the file system has no locks
    }
  }

  Path path() {
    return path;
  }

  long size() throws IOException {
    return channel.size();
  }

  int write(ByteBuffer bytes, long position) throws IOException {
    return disk.write(channel, bytes, position);
  }

  /** Returns whether a number of bytes more fits on the disk, as far as it says. */
  boolean hasRoomFor(long more) throws IOException {
    long free = free();
    return free <= 0 || free >= more;
  }

  /** Returns the number of free bytes. */
  long free() throws IOException {
    return disk.free(path.toAbsolutePath().getParent());
  }

  /** Starts anew: the content is of a version at an address that is told by a validator, or "". */
  void restart(URI home, String validator) throws IOException {
    channel.truncate(0);
    if (note == null) {
      return;
    }
    if (validator.isEmpty()) {
      Files.deleteIfExists(note);
    } else {
      Files.write(note, List.of(home.toString(), validator));
    }
  }

  /** Returns the validator of the version at an address, if this is the beginning of it. */
  Optional<String> validator(URI home) throws IOException {
    if (note == null || !Files.exists(note)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(note);
    return lines.size() == 2 && lines.getFirst().equals(home.toString()) && !lines.get(1).isEmpty()
        ? Optional.of(lines.get(1))
        : Optional.empty();
  }

  /** Moves the file to its final name. */
  void moveTo(Path target) throws IOException {
    channel.force(true);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    if (note != null) {
      Files.deleteIfExists(note);
    }
    discarded = true;
  }

  /** Deletes the file, as nothing can be made of it. */
  void discard() throws IOException {
    channel.truncate(0);
    Files.deleteIfExists(path);
    if (note != null) {
      Files.deleteIfExists(note);
    }
    discarded = true;
  }

  /** Keeps the file if a later run can go on with it; otherwise deletes it. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (!discarded && (note == null || !Files.exists(note) || channel.size() == 0)) {
        discard();
      }
    }
  }
}
