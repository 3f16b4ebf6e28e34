// SPDX-License-Identifier: Apache-2.0
package io.nyala.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A web page that shows event files of Nyala or TensorBoard live: scalars, graphs, histograms,
 * images and text. It is served only to this machine, on separate threads.
 *
 * <pre>{@code
 * try (Board board = Board.serve(Path.of("runs"), 0)) {
 *   System.out.println(board.address());
 *   model.fit(x, y, fit().callbacks(TensorBoard.in(Path.of("runs/first"))));
 * }
 * }</pre>
 */
public final class Board implements AutoCloseable {
  /**
   * Limits of the JDK's server, which reads them once: the seconds for receiving a request, and
   * connections.
   */
  private static final Map<String, String> LIMITS =
      Map.of("sun.net.httpserver.maxReqTime", "30", "jdk.httpserver.maxConnections", "500");

  private final BoardServer server;

  private Board(BoardServer server) {
    this.server = server;
  }

  /**
   * Starts the server.
   *
   * @param logDir the folder of runs; need not exist yet
   * @param port 0 for any free port
   * @throws IllegalArgumentException if the folder is a file, or the port is invalid
   * @throws IOException if the port is in use ({@link java.net.BindException}) or cannot be opened
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
