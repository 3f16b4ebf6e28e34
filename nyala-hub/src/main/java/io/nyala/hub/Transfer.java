// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads a file from one address. An interrupted transfer is resumed as long as each attempt
 * makes progress; it is abandoned if it stalls, is far too slow, or exceeds the maximum size.
 */
final class Transfer {
  private static final int OK = 200;
  private static final int PART = 206;
  private static final int TRIES = 3;

  /** The minimum acceptable speed. */
  private static final int LEAST_BYTES_A_SECOND = 1024;

  private final HttpClient client;
  private final Duration patience;
  private final URI home;
  private final long most;

  /**
   * Creates a transfer.
   *
   * @param patience the timeout for a response, and for each part of the body
   * @param most the maximum number of bytes
   */
  Transfer(HttpClient client, Duration patience, URI home, long most) {
    this.client = client;
    this.patience = patience;
    this.home = home;
    this.most = most;
  }

  /**
   * Writes the received data to a file.
   *
   * @return the problem, or null
   * @throws IOException if the file cannot be written
   */
  String into(Path file) throws IOException, InterruptedException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      String problem = null;
      for (int i = 0; i < TRIES; i++) {
        long before = out.size();
        Body body = new Body(out, most);
        problem = run(body, before);
        if (problem == null || body.isFinal() || out.size() <= before) {
          return problem;
        }
      }
      return problem;
    }
  }

  private String run(Body body, long from) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(home).timeout(patience).header("User-Agent", "nyala");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request.build(), info -> begin(body, info, from));
    try {
      return await(answer, body);
    } finally {
      answer.cancel(true);
    }
  }

  private static BodySubscriber<Void> begin(Body body, HttpResponse.ResponseInfo info, long from) {
    boolean continues = info.statusCode() == PART && from > 0;
    if (info.statusCode() != OK && !continues) {
      return body.refused("the server answers " + info.statusCode());
    }
    long length = info.headers().firstValueAsLong("Content-Length").orElse(-1);
    String range = info.headers().firstValue("Content-Range").orElse("");
    if (continues && !range.startsWith("bytes " + from + "-")) {
      return body.refused("requested the bytes from %,d, got %s".formatted(from, range));
    }
    return body.from(continues ? from : 0, length);
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
