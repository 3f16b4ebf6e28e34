// SPDX-License-Identifier: Apache-2.0
package io.nyala.files;

import io.nyala.files.testing.KillPoint;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a file at once or not at all: into a temporary neighbour with a name of its own, forced to
 * the disk, then renamed. Whatever happens in between, an older file of that name stays as it was.
 * What a process that was killed has left of a file goes when that file is written again.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the stream is buffered and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file, making its folder where there is none.
   *
   * @throws IOException if it cannot be written; then nothing has changed under that name
   */
  public static void write(Path file, Content content) throws IOException {
    write(file, null, content);
  }

  /** Writes a text in UTF-8 as {@link #write(Path, Content)} does. */
  public static void writeString(Path file, CharSequence text) throws IOException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    write(file, out -> out.write(bytes));
  }

  /** Writes lines of text in UTF-8, as {@link #write(Path, Content)} does. */
  public static void writeLines(Path file, List<String> lines) throws IOException {
    writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /**
   * Writes a file as {@link #write(Path, Content)} does, and keeps the one that it replaces.
   *
   * @param previous the name under which the older file is kept, in the same folder; or null
   */
  public static void write(Path file, Path previous, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    Files.createDirectories(folder);
    KillPoint.pass(target, "begun");
    deleteLeftovers(target);
    try (Part part = Part.of(target)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(part.channel()), BUFFER);
      content.writeTo(out);
      KillPoint.pass(target, "half");
      out.flush();
      part.channel().force(true);
      KillPoint.pass(target, "whole");
      if (previous != null && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        move(target, previous);
        KillPoint.pass(target, "moved");
      }
      move(part.path(), target);
    }
    forceFolder(folder);
    KillPoint.pass(target, "done");
  }

  private static void deleteLeftovers(Path target) {
    try {
      Part.forEachLeftover(target, Files::deleteIfExists);
    } catch (IOException e) {
      // They do no harm; whether this file can be written is another question.
      return;
    }
  }

  /**
   * Returns what processes that were killed have left of a file, complete or not. To be used only
   * where no other process writes the file.
   */
  public static List<Path> leftovers(Path file) throws IOException {
    List<Path> found = new ArrayList<>();
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target.getParent())) {
      Part.forEachLeftover(target, found::add);
    }
    return found;
  }

  /** Gives a file another name in its folder, at once, replacing another of that name. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the new name itself durable, where the system lets folders be forced. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system opens folders; the file itself is on the disk already.
      return;
    }
  }
}
