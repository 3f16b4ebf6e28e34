// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads a file from one address, from where an earlier run has stopped, if the server still has
 * the same version. An interrupted transfer is resumed as long as each attempt makes progress; it
 * is abandoned if it stalls, is far too slow, or exceeds the maximum size.
 */
final class Transfer {
  private static final int OK = 200;
  private static final int PART = 206;
  private static final int NO_SUCH_PART = 416;
  private static final int TRIES = 3;

  /** The minimum acceptable speed. */
  private static final int LEAST_BYTES_A_SECOND = 1024;

  private final HttpClient client;
  private final Duration patience;
  private final URI home;
  private final RemoteFile file;
  private final DownloadListener listener;

  /**
   * Creates a transfer.
   *
   * @param patience the timeout for a response, and for each part of the body
   */
  Transfer(
      HttpClient client, Duration patience, URI home, RemoteFile file, DownloadListener listener) {
    this.client = client;
    this.patience = patience;
    this.home = home;
    this.file = file;
    this.listener = listener;
  }

  /**
   * Writes the received data to a file.
   *
   * @return the problem, or null
   * @throws IOException if the file cannot be written
   */
  String into(PartFile part) throws IOException, InterruptedException {
    if (part.validator(home).isEmpty()) {
      part.restart(home, "");
    }
    String problem = null;
    try {
      for (int i = 0; i < TRIES; i++) {
        long before = part.size();
        Body body = new Body(part, listener, file.most());
        problem = run(body, part, before);
        if (body.isStale()) {
          part.restart(home, "");
        } else if (problem == null || body.isFinal() || part.size() <= before) {
          return problem;
        }
      }
    } finally {
      listener.ended();
    }
    return problem;
  }

  private String run(Body body, PartFile part, long from) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(home).timeout(patience).header("User-Agent", "nyala");
    Optional<String> validator = part.validator(home);
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
      validator.ifPresent(v -> request.header("If-Range", v));
    }
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request.build(), info -> begin(body, info, from, validator));
    try {
      return await(answer, body);
    } finally {
      answer.cancel(true);
    }
  }

  private BodySubscriber<Void> begin(
      Body body, HttpResponse.ResponseInfo info, long from, Optional<String> validator) {
    String range = info.headers().firstValue("Content-Range").orElse("");
    if (from > 0 && info.statusCode() == NO_SUCH_PART) {
      // Killed between the last byte and the renaming.
      return range.equals("bytes */" + from) ? body.whole() : body.stale();
    }
    boolean continues = info.statusCode() == PART && from > 0;
    if (info.statusCode() != OK && !continues) {
      return body.refused("the server answers " + info.statusCode());
    }
    if (continues && !range.startsWith("bytes " + from + "-")) {
      return body.refused("requested the bytes from %,d, got %s".formatted(from, range));
    }
    String version = version(info);
    if (continues && validator.isPresent() && differ(validator.get(), version)) {
      return body.stale(); // the server does not know If-Range
    }
    long length = info.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (length < 0 && file.checksum().isEmpty()) {
      return body.refused(
          "the server does not tell the length, and no checksum is published, so that a missing"
              + " end would not be noticed");
    }
    if (continues) {
      body.from(from, length);
    } else {
      body.from(home, length, version);
    }
    if (!body.isFinal()) {
      listener.began(file, home, continues ? from : 0, body.expected());
    }
    return body;
  }

  /** Returns what identifies the version of the file for {@code If-Range}, or "". */
  private static String version(HttpResponse.ResponseInfo info) {
    String tag = info.headers().firstValue("ETag").orElse("");
    return tag.startsWith("\"") ? tag : info.headers().firstValue("Last-Modified").orElse("");
  }

  /** A part may come without a validator; one of the other kind tells nothing. */
  private static boolean differ(String before, String now) {
    return !now.isEmpty() && before.startsWith("\"") == now.startsWith("\"") && !before.equals(now);
  }

  /** Returns the problem, or null. */
  private String await(CompletableFuture<HttpResponse<Void>> answer, Body body)
      throws IOException, InterruptedException {
    boolean watched = false;
    long seen = 0;
    while (true) {
      try {
        answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        return null;
      } catch (ExecutionException e) {
        if (body.writing() != null) {
          throw body.writing();
        }
        return body.problem(reason(e.getCause()));
      } catch (TimeoutException e) {
        // Before the body begins, the timeout of the request applies.
        long least = Math.max(1, LEAST_BYTES_A_SECOND * patience.toMillis() / 1000);
        if (watched && body.came() - seen < least) {
          return body.problem(
              "stalled: less than %,d bytes in %s s"
                  .formatted(least, patience.toMillis() / 1000.0));
        }
        watched = body.hasBegun();
        seen = body.came();
      }
    }
  }

  /** The client's messages are often empty; the cause has more information. */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String kind = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? "no connection (" + kind + ")" : cause.getMessage();
  }
}
