// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.tensorboard.SummaryWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests as a browser, or somebody else, may send them; written by hand, since clients refuse.
 */
@Timeout(60)
class BoardRequestsTest {
  private static final int SLOW = 100;

  @TempDir Path logs;
  private BoardServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = new BoardServer(logs, 0);
    port = URI.create(server.address()).getPort();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:%d", "127.0.0.1:%d", "[::1]:%d", "localhost", "LOCALHOST:%d"})
  void answers_this_machine(String host) throws Exception {
    host = host.formatted(port);
    assertThat(answer("GET / HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    assertThat(answer("GET /api/state HTTP/1.1", "Host: " + host, "Origin: http://" + host))
        .startsWith("HTTP/1.1 200 ");
  }

  /** The address of a page that has been made to point here is in the request all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example", "evil.example:6006", "localhost.evil.example", "127.0.0.1.evil.example",
        "192.168.0.7:6006", "", "localhost@evil.example", "[::2]:6006"
      })
  void refuses_a_foreign_host(String host) throws Exception {
    for (String path : List.of("/", "/board.js", "/api/state", "/nothing")) {
      assertThat(answer("GET " + path + " HTTP/1.1", "Host: " + host))
          .startsWith("HTTP/1.1 403 ")
          .contains("answers only to localhost");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://localhost:1", "https://localhost"})
  void refuses_a_foreign_origin(String origin) throws Exception {
    assertThat(answer("GET /api/state HTTP/1.1", "Host: localhost:" + port, "Origin: " + origin))
        .startsWith("HTTP/1.1 403 ")
        .contains("does not answer requests from pages of " + origin);
  }

  @Test
  void names_the_methods_that_it_answers() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
      assertThat(own(method + " /api/state HTTP/1.1"))
          .startsWith("HTTP/1.1 405 ")
          .contains("Allow: GET, HEAD");
    }
    assertThat(own("GET /api/scalars?tag=loss HTTP/1.1"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: POST");
    assertThat(own("HEAD / HTTP/1.1"))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("<!doctype html>")
        .doesNotContain("Content-length: 0");
  }

  @Test
  void lets_nothing_run_but_its_own_files() throws Exception {
    assertThat(own("GET / HTTP/1.1"))
        .contains("default-src 'none'; script-src 'self'")
        .contains("frame-ancestors 'none'")
        .containsIgnoringCase("X-content-type-options: nosniff");
  }

  @Test
  void reads_no_endless_body() throws Exception {
    assertThat(own("POST /api/scalars?tag=loss HTTP/1.1", "Content-Length: 3", "", "[1]"))
        .startsWith("HTTP/1.1 400 ");
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/scalars?tag=loss HTTP/1.1\r\nHost: localhost\r\n"
                  + "Content-Length: 9000000000\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      byte[] spaces = " ".repeat(5 << 20).getBytes(StandardCharsets.US_ASCII);
      out.write(spaces);
      out.flush();
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void slow_clients_keep_no_other_waiting() throws Exception {
    try (SummaryWriter writer = SummaryWriter.open(logs.resolve("run"))) {
      for (int i = 0; i < 200_000; i++) {
        writer.scalar("loss", i, i);
      }
    }
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW; i++) {
        Socket socket = connect();
        slow.add(socket);
        // Half of them never end their request, the others never read the answer of 5 MB.
        String request =
            i % 2 == 0
                ? "GET /api/state HTTP/1.1\r\nHost: loc"
                : "POST /api/scalars?tag=loss HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: 2\r\n\r\n{}";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
      }
      long start = System.nanoTime();
      assertThat(own("GET / HTTP/1.1")).startsWith("HTTP/1.1 200 ");
      assertThat(own("GET /api/state HTTP/1.1")).contains("\"loss\":");
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private String own(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add(1, "Host: localhost:" + port);
    return answer(all.toArray(String[]::new));
  }

  private String answer(String... lines) throws IOException {
    try (Socket socket = connect()) {
      List<String> all = new ArrayList<>(List.of(lines));
      all.add(1, "Connection: close");
      String end = all.contains("") ? "" : "\r\n\r\n";
      socket
          .getOutputStream()
          .write((String.join("\r\n", all) + end).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }
}
