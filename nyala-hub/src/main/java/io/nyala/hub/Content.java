// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import io.nyala.hub.Checksum.Algorithm;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Compares the content of files with what is published about them. */
final class Content {
  private static final int BUFFER = 1 << 16;

  private Content() {}

  /**
   * Returns what is wrong with the content of a file, or null. If no checksum is published, that of
   * the first call counts from then on.
   *
   * @param content the file as it is, perhaps under a temporary name
   * @param target its place under its name, where the checksum of the first call is kept
   */
  static String problem(RemoteFile file, Path content, Path target) throws IOException {
    Algorithm algorithm = file.checksum().map(Checksum::algorithm).orElse(Algorithm.SHA256);
    MessageDigest digest = algorithm.digest();
    boolean sized = file.size() != RemoteFile.UNKNOWN;
    long most = sized ? file.size() : Long.MAX_VALUE;
    long size = 0;
    try (InputStream raw = Files.newInputStream(content);
        InputStream in = file.packed() ? new GZIPInputStream(raw) : raw) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n > 0 && size <= most; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
      }
    } catch (ZipException | EOFException e) {
      return "the content is not a complete gzip file";
    }
    if (size > most && file.packed()) {
      return "the content decompresses to more than %,d bytes".formatted(most);
    }
    Checksum found = Checksum.of(algorithm, digest);
    if (file.checksum().isPresent()) {
      Checksum expected = file.checksum().get();
      return found.equals(expected)
          ? null
          : "the content has %s, expected %s".formatted(found, expected.hex())
              + (sized && size < most ? sizes(size, most) : "");
    }
    if (sized && size != most) {
      return "the content has the wrong size" + sizes(size, most);
    }
    Optional<Checksum> first = Pin.of(target);
    if (first.isEmpty()) {
      Pin.keep(target, found);
    } else if (!first.get().equals(found)) {
      return "the content has %s, expected %s as at the first download; if it was changed on purpose,"
              .formatted(found, first.get().hex())
          + " delete "
          + Pin.beside(target);
    }
    return null;
  }

  private static String sizes(long size, long expected) {
    return " (%,d bytes instead of %,d)".formatted(size, expected);
  }
}
