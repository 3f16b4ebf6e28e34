// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import io.nyala.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files of a folder or an archive, by their paths within it. */
final class Archive {
  private Archive() {}

  /** Tells by the name whether a file is a tar or zip archive. */
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
   * @throws DataException if the folder or archive is not there or cannot be read
   */
  static TreeMap<String, byte[]> read(Path source, Predicate<String> wanted) {
    try {
      if (Files.isDirectory(source)) {
        return folder(source, wanted);
      }
      try (InputStream bytes = new BufferedInputStream(Files.newInputStream(source), 1 << 16)) {
        return isTar(name(source))
            ? tar(name(source).endsWith(".tar") ? bytes : new GZIPInputStream(bytes), wanted)
            : zip(bytes, wanted);
      }
    } catch (NoSuchFileException e) {
      throw new DataException("no such file or folder: " + source.toAbsolutePath(), e);
    } catch (ZipException | EOFException | IllegalArgumentException e) { // names that are none
      throw new DataException(
          source + ": damaged or cut off (" + words(e) + "); hint: fetch it again", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + source + ": " + words(e), e);
    }
  }

  /** Reads a single file, unpacked if its name ends in {@code .gz}. */
  static byte[] bytes(Path file) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream bytes = name(file).endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return bytes.readAllBytes();
    } catch (NoSuchFileException e) {
      throw new DataException("no such file: " + file.toAbsolutePath(), e);
    } catch (ZipException | EOFException e) {
      throw new DataException(
          file + ": damaged or cut off (" + words(e) + "); hint: fetch it again", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + words(e), e);
    }
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? "it ends too early" : e.getMessage();
  }

  private static TreeMap<String, byte[]> folder(Path root, Predicate<String> wanted)
      throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String path = root.relativize(file).toString().replace('\\', '/');
        if (wanted.test(path)) {
          files.put(path, Files.readAllBytes(file));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  private static TreeMap<String, byte[]> tar(InputStream bytes, Predicate<String> wanted)
      throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(bytes)) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.isFile() && wanted.test(e.getName())) {
          files.put(e.getName(), tar.readAllBytes());
        }
      }
    }
    return files;
  }

  private static TreeMap<String, byte[]> zip(InputStream bytes, Predicate<String> wanted)
      throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        if (!e.isDirectory() && wanted.test(e.getName())) {
          files.put(e.getName(), zip.readAllBytes());
        }
      }
    }
    return files;
  }
}
