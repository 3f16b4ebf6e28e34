// SPDX-License-Identifier: Apache-2.0
package io.nyala.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on this machine that can also break off in the middle of a file, or stand still. */
final class StubServer implements AutoCloseable {
  /** Answers a request. */
  @FunctionalInterface
  private interface Answer {
    /**
     * Writes the whole answer.
     *
     * @param from the first byte that is wanted, 0 by default
     */
    void to(OutputStream out, int from) throws IOException;
  }

  private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  StubServer() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  URI gives(String path, byte[] body) {
    return answers(path, head("200 OK", body.length, ""), body);
  }

  URI breaksOff(String path, byte[] body) {
    return answers(path, head("200 OK", body.length + 100, ""), body);
  }

  URI answersStatus(String path, String status) {
    return answers(path, head(status, 0, ""), new byte[0]);
  }

  URI redirects(String path, URI target) {
    return answers(path, head("302 Found", 0, "Location: " + target + "\r\n"), new byte[0]);
  }

  /** Sends some bytes of a file and then nothing more, without hanging up. */
  URI stalls(String path, byte[] body) {
    return answers(
        path,
        (out, from) -> {
          write(out, head("200 OK", body.length + 100, ""), body);
          waitForEnd(Long.MAX_VALUE);
        });
  }

  /** Sends a few bytes at a time, for ever, without saying how many there are. */
  URI drips(String path, int bytes, long everyMillis) {
    return answers(
        path,
        (out, from) -> {
          write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", new byte[0]);
          while (!waitForEnd(everyMillis)) {
            out.write(new byte[bytes]);
            out.flush();
          }
        });
  }

  /** Hangs up after some bytes each time, and goes on from there when asked. */
  URI givesInParts(String path, byte[] body, int bytes) {
    return answers(
        path,
        (out, from) -> {
          String range = "Content-Range: bytes %d-%d/%d\r\n";
          String head =
              from == 0
                  ? head("200 OK", body.length, "")
                  : head(
                      "206 Partial Content",
                      body.length - from,
                      range.formatted(from, body.length - 1, body.length));
          write(out, head, Arrays.copyOfRange(body, from, Math.min(from + bytes, body.length)));
        });
  }

  int requests() {
    return requests.get();
  }

  private static String head(String status, int length, String headers) {
    return "HTTP/1.1 %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
        .formatted(status, length, headers);
  }

  private URI answers(String path, String head, byte[] body) {
    return answers(path, (out, from) -> write(out, head, body));
  }

  private URI answers(String path, Answer answer) {
    answers.put(path, answer);
    return URI.create("http://localhost:" + socket.getLocalPort() + path);
  }

  private static void write(OutputStream out, String head, byte[] body) throws IOException {
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private boolean waitForEnd(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void answer(Socket connection) {
    try (connection;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = connection.getOutputStream()) {
      String path = in.readLine().split(" ")[1];
      int from = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("Range: bytes=")) {
          from = Integer.parseInt(line.substring(13, line.length() - 1));
        }
      }
      requests.incrementAndGet();
      answers.get(path).to(out, from);
    } catch (IOException e) {
      return; // the client hung up
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
