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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A web server on this machine with one file, which knows parts and versions of it. */
final class RangeServer implements AutoCloseable {
  private static final int SLICE = 1024;

  private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What was asked for: the range or "all", and the path. */
  final List<String> ranges = new CopyOnWriteArrayList<>();

  final List<String> paths = new CopyOnWriteArrayList<>();

  volatile byte[] body;
  volatile String tag = "\"one\"";
  volatile String modified = "";
  volatile boolean knowsRange = true;
  volatile boolean knowsIfRange = true;
  volatile boolean tellsLength = true;

  /** How many bytes of an answer are sent before the server hangs up. */
  volatile int hangsUpAfter = Integer.MAX_VALUE;

  /** The byte of the file before which the server hangs up, or else stands still. */
  volatile int endsAt = Integer.MAX_VALUE;

  volatile boolean stalls;

  RangeServer(byte[] body) throws IOException {
    this.body = body;
    Thread.ofVirtual().start(this::serve);
  }

  URI address(String path) {
    return URI.create("http://localhost:" + socket.getLocalPort() + path);
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
      paths.add(in.readLine().split(" ")[1]);
      String range = "";
      String condition = "";
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        String value = line.substring(line.indexOf(':') + 1).strip();
        range = line.startsWith("Range:") ? value : range;
        condition = line.startsWith("If-Range:") ? value : condition;
      }
      ranges.add(range.isEmpty() ? "all" : range);
      boolean same = condition.isEmpty() || condition.equals(tag) || condition.equals(modified);
      boolean part = !range.isEmpty() && knowsRange && (same || !knowsIfRange);
      int from = part ? Integer.parseInt(range.replaceAll("[^0-9]", "")) : 0;
      send(out, from);
    } catch (IOException e) {
      return; // the client hung up
    }
  }

  private void send(OutputStream out, int from) throws IOException {
    StringBuilder head = new StringBuilder();
    if (from >= body.length) {
      head.append("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n");
      head.append("Content-Range: bytes */%d\r\n".formatted(body.length));
    } else if (from > 0) {
      head.append("HTTP/1.1 206 Partial Content\r\n");
      head.append(
          "Content-Range: bytes %d-%d/%d\r\n".formatted(from, body.length - 1, body.length));
    } else {
      head.append("HTTP/1.1 200 OK\r\n");
    }
    if (tellsLength && from < body.length) {
      head.append("Content-Length: %d\r\n".formatted(body.length - from));
    }
    head.append(tag.isEmpty() ? "" : "ETag: " + tag + "\r\n");
    head.append(modified.isEmpty() ? "" : "Last-Modified: " + modified + "\r\n");
    out.write(
        head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    int end = (int) Math.min(Math.min(body.length, endsAt), from + (long) hangsUpAfter);
    for (int i = from; i < end; i += SLICE) {
      out.write(body, i, Math.min(SLICE, end - i));
      out.flush();
    }
    if (end == endsAt && stalls) {
      waitForEnd();
    }
  }

  private void waitForEnd() {
    try {
      closed.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
