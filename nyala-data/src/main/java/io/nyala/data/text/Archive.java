// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import io.nyala.limits.Gunzip;
import io.nyala.limits.Limits;
import io.nyala.limits.ZipFiles;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files of a folder or an archive, by their paths within it. */
final class Archive {
  /** Bytes of memory per byte of text, during decoding and after all texts are read. */
  private static final int MEMORY_OF_ONE = 5;

  private static final int MEMORY_OF_ALL = 3;

  private Archive() {}

  /** Returns whether, judging by the name, a file is a tar or zip archive. */
  static boolean isArchive(Path file) {
    return isTar(name(file)) || name(file).endsWith(".zip");
  }

  private static boolean isTar(String name) {
    return name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /**
   * Reads all wanted files, sorted by path.
   *
   * @throws DataException if the folder or archive does not exist or cannot be read, contains a
   *     file twice, a wanted file is a link or has {@code ..} in its path, or it exceeds {@link
   *     Limits}
   */
  static TreeMap<String, byte[]> read(Path source, Predicate<String> wanted) {
    try {
      if (Files.isDirectory(source)) {
        return folder(source, wanted);
      }
      return isTar(name(source)) ? tar(source, wanted) : zip(source, wanted);
    } catch (NoSuchFileException e) {
      throw new DataException("no such file or folder: " + source.toAbsolutePath(), e);
    } catch (DataException e) {
      throw e;
    } catch (IllegalArgumentException e) { // invalid names
      throw damaged(source, e);
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  /** Reads a single file, unpacked if its name ends in {@code .gz}. */
  static byte[] bytes(Path file) {
    try (InputStream bytes = open(file)) {
      Limits limits = Limits.inForce();
      long most = Math.min(limits.memory() / MEMORY_OF_ONE, Integer.MAX_VALUE - 9);
      byte[] content = bytes.readNBytes((int) most + 1);
      limits.checkMemory(MEMORY_OF_ONE * (long) content.length, file.toString());
      return content;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns an exception with the reason why a file cannot be read. */
  static DataException unreadable(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException n -> new DataException("no such file: " + file.toAbsolutePath(), e);
      case ZipException z -> damaged(file, e);
      case EOFException n -> damaged(file, e);
      default -> new DataException("cannot read " + file + ": " + words(e), e);
    };
  }

  private static DataException damaged(Path file, Exception e) {
    return new DataException(
        file + ": damaged or truncated (" + words(e) + "); hint: download it again", e);
  }

  /** Opens a file, unpacked if its name ends in {@code .gz} or {@code .tgz}. */
  static InputStream open(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      boolean packed = name(file).endsWith(".gz") || name(file).endsWith(".tgz");
      return packed ? Gunzip.texts(raw, Files.size(file), file.toString()) : raw;
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  private static TreeMap<String, byte[]> folder(Path root, Predicate<String> wanted)
      throws IOException {
    Members members = new Members(root, wanted);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String path = root.relativize(file).toString().replace('\\', '/');
        members.add(path, Files.size(file), () -> Files.readAllBytes(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return members.files;
  }

  private static TreeMap<String, byte[]> tar(Path file, Predicate<String> wanted)
      throws IOException {
    Members members = new Members(file, wanted);
    try (InputStream bytes = open(file);
        TarFile tar = new TarFile(bytes)) {
      while (tar.next()) {
        if (!tar.isFolder()) {
          members.add(tar.name(), tar.size(), tar::content);
        }
      }
    }
    return members.files;
  }

  private static TreeMap<String, byte[]> zip(Path file, Predicate<String> wanted)
      throws IOException {
    Members members = new Members(file, wanted);
    try (ZipFile zip = ZipFiles.open(file)) {
      Limits.inForce().checkRatio(Files.size(file), ZipFiles.size(zip), file.toString());
      for (ZipEntry e : ZipFiles.entries(zip)) {
        if (!e.isDirectory()) {
          members.add(e.getName(), e.getSize(), () -> ZipFiles.content(zip, e));
        }
      }
    }
    return members.files;
  }

  /** Reads the content of a member. */
  private interface Content {
    byte[] read() throws IOException;
  }

  /** The wanted files, within the limits of memory. */
  private static final class Members {
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final Path source;
    private final Predicate<String> wanted;
    private final Limits limits = Limits.inForce();
    private long total;

    Members(Path source, Predicate<String> wanted) {
      this.source = source;
      this.wanted = wanted;
    }

    void add(String path, long size, Content content) throws IOException {
      if (!wanted.test(path)) {
        return;
      }
      if (List.of(path.split("/", -1)).contains("..") || path.indexOf('\0') >= 0) {
        throw new IOException("\"" + path + "\" is not a path within the archive");
      }
      total += size;
      limits.checkMemory(MEMORY_OF_ONE * size, source + ", \"" + path + "\"");
      limits.checkMemory(MEMORY_OF_ALL * total, source.toString());
      if (files.put(path, content.read()) != null) {
        throw new IOException("\"" + path + "\" occurs twice");
      }
    }
  }
}
