// SPDX-License-Identifier: Apache-2.0
package io.nyala.app.board;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the board to this machine alone: a page, and the numbers it asks for. Nothing is written,
 * and no file is served but the page's own.
 */
final class BoardServer implements Closeable {
  private static final Map<String, String> PAGES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "board.css", "text/css; charset=utf-8",
          "board.js", "text/javascript; charset=utf-8",
          "chart.js", "text/javascript; charset=utf-8",
          "graph.js", "text/javascript; charset=utf-8");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final LogFolder logs;
  private final BoardAnswers answers;

  /**
   * Begins to serve.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port is taken
   */
  BoardServer(Path logDir, int port) throws IOException {
    logs = new LogFolder(logDir);
    answers = new BoardAnswers(logs);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(1);
      String page = path.isEmpty() ? "index.html" : path;
      if (PAGES.containsKey(page)) {
        try (InputStream in = BoardServer.class.getResourceAsStream(page)) {
          send(exchange, 200, PAGES.get(page), in.readAllBytes());
        }
        return;
      }
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      try {
        switch (path) {
          case "api/state" -> json(exchange, answers.state());
          case "api/scalars" -> {
            Map<String, Object> have = JSON.std.mapFrom(exchange.getRequestBody().readAllBytes());
            send(
                exchange, 200, "application/octet-stream", answers.scalars(query.get("tag"), have));
          }
          case "api/histograms" -> json(exchange, answers.histograms(query));
          case "api/images" -> json(exchange, answers.imageSteps(query));
          case "api/image" -> send(exchange, 200, "image/png", answers.image(query));
          case "api/text" -> json(exchange, answers.text(query));
          case "api/graph" -> json(exchange, answers.graph(query));
          default -> throw new IllegalArgumentException("there is no " + path);
        }
      } catch (IllegalArgumentException e) {
        send(exchange, 404, "text/plain", e.getMessage().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int at = pair.indexOf('=');
      if (at > 0) {
        String value = URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8);
        query.put(pair.substring(0, at), value);
      }
    }
    return query;
  }

  private static void json(HttpExchange exchange, Object value) throws IOException {
    byte[] body = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asBytes(value);
    send(exchange, 200, "application/json", body);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
