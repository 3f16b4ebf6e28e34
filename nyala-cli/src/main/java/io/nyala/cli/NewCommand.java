// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.api.NyalaVersion;
import io.nyala.cli.project.ProjectTask;
import io.nyala.cli.project.ProjectWriter;
import io.nyala.examples.recipe.UsageException;
import io.nyala.io.files.JsonLine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a Maven project for a task. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Create a small Maven project: a program that trains, one that serves the model by HTTP,"
            + " a test, data to begin with, and a Dockerfile.")
final class NewCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      description = "Folder of the project; must not exist, or be empty.")
  private Path folder;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      required = true,
      description = "regression, binary, multiclass, images, text or series.")
  private String task;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      defaultValue = "org.example",
      description = "Package of the program (default: ${DEFAULT-VALUE}).")
  private String packageName;

  @Option(
      names = "--json",
      description = "End with one JSON object on the last line of standard output.")
  private boolean json;

  private final PrintStream stdout;

  NewCommand(PrintStream stdout) {
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws IOException {
    ProjectTask chosen = chosenTask();
    if (!SourceVersion.isName(packageName)) {
      throw new UsageException(
          "--package: expected the name of a Java package such as org.example, got '%s'"
              .formatted(packageName));
    }
    requireEmpty();
    new ProjectWriter(chosen, packageName, NyalaVersion.number()).write(folder);
    stdout.printf(
        "Created %s, which learns %s.%nNext: cd %s && mvn package; its README.md says the rest.%n",
        folder, chosen.purpose(), folder);
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("task", chosen.id());
      line.put("project", folder.toString());
      stdout.println(JsonLine.of(line));
    }
    return ExitStatus.DONE;
  }

  private ProjectTask chosenTask() {
    List<String> ids = Arrays.stream(ProjectTask.values()).map(ProjectTask::id).toList();
    int found = ids.indexOf(task);
    if (found < 0) {
      throw new UsageException(
          "--task: there is no template '%s'; available: %s"
              .formatted(task, String.join(", ", ids)));
    }
    return ProjectTask.values()[found];
  }

  private void requireEmpty() throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new UsageException(
              "DIR: %s is not empty; name a folder that does not exist yet".formatted(folder));
        }
      }
    } else if (Files.exists(folder)) {
      throw new UsageException("DIR: %s is a file; name a folder".formatted(folder));
    }
  }
}
