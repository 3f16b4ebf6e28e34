// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nyala.board.Requests.RefusedException;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the board to this machine only: a page and its data. Nothing is written, and no files are
 * served except those of the page.
 */
final class BoardServer implements Closeable {
  private static final String SCALARS = "api/scalars";
  private static final String POINTS = "api/points";
  private static final long READING_NANOS = 200_000_000;

  private static final Map<String, String> TEXTS =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript");

  /** The files of the page. */
  private static final Set<String> PAGES =
      Set.of(
          "index.html",
          "board.css",
          "tabs.css",
          "axes.js",
          "board.js",
          "cards.js",
          "chart.js",
          "compare.js",
          "curves.js",
          "export.js",
          "graph.js",
          "histograms.js",
          "markdown.js",
          "parallel.js",
          "prcurves.js",
          "projector.js",
          "runs.js",
          "search.js",
          "settings.js",
          "table.js");

  private static final Map<String, String> TYPES =
      Map.of(
          SCALARS,
          "application/octet-stream",
          POINTS,
          "application/octet-stream",
          "api/image",
          "image/png");

  private static final Set<String> READ = new TreeSet<>(Set.of("GET", "HEAD"));
  private static final Set<String> POST = Set.of("POST");

  /** Only the page's own files may be loaded, and the page may not be framed. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'");

  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;

  /** A thread for each request, so that a slow client does not block others. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private final LogFolder logs;
  private final BoardAnswers answers;

  /**
   * Starts the server.
   *
   * @param port 0 for any free port
   * @throws IOException if the port is in use
   */
  BoardServer(Path logDir, int port) throws IOException {
    logs = new LogFolder(logDir);
    answers = new BoardAnswers(logs);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    threads.execute(this::readAll); // reads ahead while the browser loads the page
  }

  private void readAll() {
    try {
      while (!logs.refresh(READING_NANOS)) {
        Thread.sleep(5); // lets waiting requests in
      }
    } catch (InterruptedException e) {
      // the server was closed
    }
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      String path = exchange.getRequestURI().getPath().replaceFirst("^/", "");
      try {
        Requests.requireOwnSite(exchange);
        Requests.requireMethod(exchange, path.equals(SCALARS) ? POST : READ);
        String page = path.isEmpty() ? "index.html" : path;
        if (PAGES.contains(page)) {
          try (InputStream in = BoardServer.class.getResourceAsStream(page)) {
            String type = TEXTS.get(page.substring(page.lastIndexOf('.') + 1));
            send(exchange, 200, type + "; charset=utf-8", in.readAllBytes());
          }
          return;
        }
        byte[] body = body(path, query(exchange.getRequestURI().getRawQuery()), exchange);
        send(exchange, 200, TYPES.getOrDefault(path, "application/json"), body);
      } catch (RefusedException e) {
        send(exchange, e.status, TEXT, e.getMessage().getBytes(StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        send(exchange, 404, TEXT, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // For example, a damaged graph: the page shows the problem.
        send(exchange, 500, TEXT, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private byte[] body(String path, Map<String, String> query, HttpExchange exchange)
      throws IOException, RefusedException {
    return switch (path) {
      case "api/state" -> json(answers.state(Long.parseLong(query.getOrDefault("version", "-1"))));
      case SCALARS -> answers.scalars(query.getOrDefault("tag", ""), have(exchange));
      case "api/histograms" -> json(answers.histograms(query));
      case "api/images" -> json(answers.imageSteps(query));
      case "api/image" -> answers.image(query);
      case "api/text" -> json(answers.text(query));
      case "api/pr" -> json(answers.prCurves(query));
      case "api/comparison" -> json(answers.comparison());
      case POINTS -> answers.points(query);
      case "api/neighbours" -> json(answers.neighbours(query));
      case "api/study" -> json(answers.study(query));
      case "api/graph" -> json(answers.graph(query));
      default -> throw new IllegalArgumentException("there is no " + path);
    };
  }

  private static Map<String, Object> have(HttpExchange exchange)
      throws IOException, RefusedException {
    byte[] body = Requests.body(exchange);
    try {
      return JSON.std.mapFrom(body);
    } catch (IOException e) {
      throw new RefusedException(400, "The body must be a JSON object of counts by run.");
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

  private static byte[] json(Object value) throws IOException {
    return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asBytes(value);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
