// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A page that shows event files, ours or TensorBoard's, live while they grow: scalars, graphs,
 * histograms, images, texts. It is served to this machine alone, by threads of its own.
 *
 * <pre>{@code
 * try (Board board = Board.serve(Path.of("runs"), 0)) {
 *   System.out.println(board.address());
 *   model.fit(x, y, fit().callbacks(TensorBoard.in(Path.of("runs/first"))));
 * }
 * }</pre>
 */
public final class Board implements AutoCloseable {
  /** Of the JDK's server, read once: seconds that a request may take to come, and connections. */
  private static final Map<String, String> LIMITS =
      Map.of("sun.net.httpserver.maxReqTime", "30", "jdk.httpserver.maxConnections", "500");

  private final BoardServer server;

  private Board(BoardServer server) {
    this.server = server;
  }

  /**
   * Begins to serve.
   *
   * @param logDir the folder of runs; need not exist yet
   * @param port 0 for any that is free
   * @throws IllegalArgumentException if the folder is a file, or there is no such port
   * @throws IOException if the port is taken ({@link java.net.BindException}) or cannot be served
   */
  public static Board serve(Path logDir, int port) throws IOException {
    if (logDir == null) {
      throw new IllegalArgumentException("logDir must not be null");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be from 0 to 65535, got " + port);
    }
    if (Files.exists(logDir) && !Files.isDirectory(logDir)) {
      throw new IllegalArgumentException(
          "logDir: " + logDir + " is a file; give the folder of the runs");
    }
    LIMITS.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
    return new Board(new BoardServer(logDir, port));
  }

  /** Returns the address of the page, such as {@code http://localhost:6006/}. */
  public String address() {
    return server.address();
  }

  /** Stops serving. */
  @Override
  public void close() {
    server.close();
  }
}
