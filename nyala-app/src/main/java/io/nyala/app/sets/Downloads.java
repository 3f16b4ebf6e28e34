// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.sets;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Fetches files over HTTP; what lies under a file's name is complete and has its checksum. */
public final class Downloads {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;

  /** Creates a downloader. */
  public Downloads() {}

  /**
   * Fetch a file from the first of its homes that gives it.
   *
   * @param file what to fetch
   * @param folder where to put it, created if need be
   * @throws IOException if no home gives it; the message says of each why not
   * @throws InterruptedException if the thread is interrupted
   */
  public void fetch(RemoteFile file, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> failures = new ArrayList<>();
    try (HttpClient client = client()) {
      for (URI home : file.homes()) {
        Path part = Files.createTempFile(folder, file.name(), ".part");
        try {
          String problem = get(client, home, part);
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
    }
    throw new IOException(String.join("; ", failures));
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(PATIENCE)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  /** Returns what went wrong with the transfer, or null. */
  private static String get(HttpClient client, URI home, Path part) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(home).timeout(PATIENCE).header("User-Agent", "nyala").build();
    long expected = -1;
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body();
          OutputStream out = Files.newOutputStream(part)) {
        if (response.statusCode() != OK) {
          return "the server answers " + response.statusCode();
        }
        expected = response.headers().firstValueAsLong("Content-Length").orElse(0);
        body.transferTo(out);
        return null;
      }
    } catch (IOException e) {
      return expected < 0
          ? reason(e)
          : "broke off, %,d of %,d bytes came (%s)"
              .formatted(part.toFile().length(), expected, reason(e));
    }
  }

  /** The client's own messages are often empty; the cause further down knows more. */
  private static String reason(IOException e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String kind = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? "no connection (" + kind + ")" : cause.getMessage();
  }

  /** Returns what is wrong with the content, or null. */
  private static String check(RemoteFile file, Path part) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream raw = Files.newInputStream(part);
        InputStream content = file.packed() ? new GZIPInputStream(raw) : raw;
        InputStream digested = new DigestInputStream(content, digest)) {
      digested.transferTo(OutputStream.nullOutputStream());
    } catch (ZipException | EOFException e) {
      return "what came is no complete gzip file";
    }
    String found = HexFormat.of().formatHex(digest.digest());
    return found.equals(file.sha256())
        ? null
        : "what came has SHA-256 " + found + ", expected " + file.sha256();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
