// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.sets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on this machine that can also break off in the middle of a file. */
final class StubServer implements AutoCloseable {
  /**
   * An answer.
   *
   * @param head status line and headers
   * @param body what follows
   */
  private record Answer(String head, byte[] body) {}

  private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();

  StubServer() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  URI gives(String path, byte[] body) {
    return answers(path, "200 OK", body.length, "", body);
  }

  URI breaksOff(String path, byte[] body) {
    return answers(path, "200 OK", body.length + 100, "", body);
  }

  URI answersStatus(String path, String status) {
    return answers(path, status, 0, "", new byte[0]);
  }

  URI redirects(String path, URI target) {
    return answers(path, "302 Found", 0, "Location: " + target + "\r\n", new byte[0]);
  }

  int requests() {
    return requests.get();
  }

  private URI answers(String path, String status, int length, String headers, byte[] body) {
    String head =
        "HTTP/1.1 %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n"
            .formatted(status, length, headers);
    answers.put(path, new Answer(head, body));
    return URI.create("http://localhost:" + socket.getLocalPort() + path);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept();
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
          OutputStream out = connection.getOutputStream()) {
        String path = in.readLine().split(" ")[1];
        while (!in.readLine().isEmpty()) {
          continue; // headers
        }
        requests.incrementAndGet();
        Answer answer = answers.get(path);
        out.write(answer.head().getBytes(StandardCharsets.US_ASCII));
        out.write(answer.body());
      } catch (IOException e) {
        continue; // the client hung up, or the test is over
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
