// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.cli.inspect.FileFacts;
import io.nyala.cli.inspect.Inspection;
import io.nyala.examples.recipe.UsageException;
import io.nyala.io.files.JsonLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes the content of files. */
@Command(
    mixinStandardHelpOptions = true,
    description = {
      "Describe the content of a file: a model, weights, a checkpoint, events or an array.",
      "For a folder, describe the checkpoints and event files in it."
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files or folders.")
  private List<Path> files;

  @Option(
      names = "--json",
      description = "End with one JSON array on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;

  InspectCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws Exception {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Path file : files) {
      for (FileFacts facts : facts(file)) {
        stdout.print((all.isEmpty() ? "" : "\n") + facts.text());
        all.add(facts.json());
      }
    }
    if (json) {
      stdout.println(JsonLine.of(all));
    }
    return ExitStatus.DONE;
  }

  private static List<FileFacts> facts(Path file) throws IOException {
    try {
      return Inspection.of(file);
    } catch (FileSystemException e) {
      throw e; // missing or unreadable, reported in the same way by every command
    } catch (IOException e) {
      String message = e.getMessage();
      throw new UsageException(
          message.contains(file.toString()) ? message : file + ": " + message, e);
    }
  }
}
