// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.board.Board;
import io.nyala.examples.recipe.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a page that shows event files, until it is stopped. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Show event files of Nyala or TensorBoard live in a browser.")
final class BoardCommand implements Callable<Integer> {
  @Option(
      names = "--logdir",
      paramLabel = "DIR",
      required = true,
      description = "Folder of runs; may be empty at first.")
  private Path logDir;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on this machine; 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int port = 6006;

  private final PrintStream stdout;
  private final PrintStream stderr;

  /**
   * Creates the command.
   *
   * @param stdout the stream for the address
   * @param stderr the stream for the message that there is nothing to show yet
   */
  BoardCommand(PrintStream stdout, PrintStream stderr) {
    this.stdout = stdout;
    this.stderr = stderr;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65535) {
      throw new UsageException("--port must be from 0 to 65535, got " + port);
    }
    if (!Files.exists(logDir)) {
      stderr.printf("There is no folder %s yet; the board will show it when it exists.%n", logDir);
    } else if (!Files.isDirectory(logDir)) {
      throw new UsageException("--logdir: " + logDir + " is a file; give the folder of the runs");
    }
    try (Board board = Board.serve(logDir, port)) {
      stdout.printf("The board is at %s (press Ctrl+C to stop).%n", board.address());
      stdout.flush();
      Thread.currentThread().join();
    } catch (BindException e) {
      throw new UsageException("--port: %d is in use; try --port 0".formatted(port), e);
    } catch (IOException e) {
      throw new UsageException("cannot serve on port " + port + ": " + e.getMessage(), e);
    }
    return 0;
  }
}
