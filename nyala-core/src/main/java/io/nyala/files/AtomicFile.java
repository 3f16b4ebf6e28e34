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
 * Writes files atomically: into a temporary file with a unique name in the same folder, which is
 * forced to the disk and then renamed. If writing fails, an older file of that name stays
 * unchanged. Temporary files left by a killed process are deleted when the file is written again.
 */
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the whole content; the caller buffers and closes the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file and creates its folder if necessary.
   *
   * @throws IOException if it cannot be written; an existing file of that name is then unchanged
   */
  public static void write(Path file, Content content) throws IOException {
    write(file, null, content);
  }

  /** Writes a string in UTF-8, as {@link #write(Path, Content)} does. */
  public static void writeString(Path file, CharSequence text) throws IOException {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    write(file, out -> out.write(bytes));
  }

  /** Writes lines of text in UTF-8, as {@link #write(Path, Content)} does. */
  public static void writeLines(Path file, List<String> lines) throws IOException {
    writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /**
   * Writes a file as {@link #write(Path, Content)} does and keeps the file that it replaces.
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
      // Leftovers are harmless and must not prevent this file from being written.
      return;
    }
  }

  /**
   * Returns the temporary files that killed processes left of a file, complete or not. Use it only
   * while no other process writes the file.
   */
  public static List<Path> leftovers(Path file) throws IOException {
    List<Path> found = new ArrayList<>();
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target.getParent())) {
      Part.forEachLeftover(target, found::add);
    }
    return found;
  }

  /** Renames a file within its folder atomically, replacing an existing file of that name. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the new name durable, on systems where folders can be forced to the disk. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system can open folders; the file itself is already on the disk.
      return;
    }
  }
}
