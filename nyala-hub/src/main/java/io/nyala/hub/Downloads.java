// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Downloads files over HTTP; a file that exists under its name is complete and has the right
 * checksum.
 */
public final class Downloads {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Partial files older than this are left over from killed runs. */
  private static final Duration LEFT = Duration.ofDays(1);

  private static final String PART = ".part";

  private final Duration patience;

  /** Creates a downloader. */
  public Downloads() {
    this(PATIENCE);
  }

  /**
   * Creates a downloader.
   *
   * @param patience the timeout for a response, and for each further part of a file
   */
  Downloads(Duration patience) {
    this.patience = patience;
  }

  /**
   * Downloads a file from the first of its addresses that works.
   *
   * <p>An address is abandoned if it does not respond, if almost no data arrives in 20 seconds, or
   * if more data arrives than the file can have.
   *
   * @param file the file to download
   * @param folder the target folder, created if necessary
   * @throws IOException if no address works; the message gives the reason for each
   * @throws InterruptedException if the thread is interrupted
   */
  public void fetch(RemoteFile file, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    removeLeft(file, folder);
    List<String> failures = new ArrayList<>();
    HttpClient client = client();
    try {
      for (URI home : file.homes()) {
        Path part = Files.createTempFile(folder, file.name(), PART);
        try {
          String problem = new Transfer(client, patience, home, file.most()).into(part);
          problem = problem == null ? check(file, part) : problem;
          if (problem == null) {
            Files.move(part, folder.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
            return;
          }
          failures.add(home + ": " + problem);
        } finally {
          Files.deleteIfExists(part);
        }
      }
    } finally {
      client.shutdownNow();
    }
    throw new IOException(String.join("; ", failures));
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(patience)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  private static void removeLeft(RemoteFile file, Path folder) throws IOException {
    Instant recent = Instant.now().minus(LEFT);
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
      for (Path part : parts) {
        if (part.getFileName().toString().startsWith(file.name())
            && Files.getLastModifiedTime(part).toInstant().isBefore(recent)) {
          Files.deleteIfExists(part);
        }
      }
    }
  }

  /** Returns the problem of the content, or null. */
  private static String check(RemoteFile file, Path part) throws IOException {
    MessageDigest digest = sha256();
    long size = 0;
    try (InputStream raw = Files.newInputStream(part);
        InputStream content = file.packed() ? new GZIPInputStream(raw) : raw) {
      byte[] buffer = new byte[1 << 16];
      for (int n = content.read(buffer); n > 0 && size <= file.size(); n = content.read(buffer)) {
        digest.update(buffer, 0, n);
        size += n;
      }
    } catch (ZipException | EOFException e) {
      return "the content is not a complete gzip file";
    }
    if (size > file.size()) {
      return "the content decompresses to more than %,d bytes".formatted(file.size());
    }
    String found = HexFormat.of().formatHex(digest.digest());
    return found.equals(file.sha256())
        ? null
        : "the content has SHA-256 " + found + ", expected " + file.sha256();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
