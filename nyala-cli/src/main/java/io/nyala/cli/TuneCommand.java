// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import io.nyala.io.files.JsonLine;
import io.nyala.tune.Study;
import io.nyala.tune.StudyException;
import io.nyala.tune.report.StudyReport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands for an existing search. */
@Command(mixinStandardHelpOptions = true, description = "Inspect a hyperparameter search.")
final class TuneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "missing command; available: report");
  }

  /** Writes the report of a study. */
  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Write the report of a search: a page with the best trial, plots and all trials.",
        "Also works while the search is running."
      })
  static final class Report implements Callable<Integer> {
    @Parameters(paramLabel = "STUDY", description = "Folder of the study, or its journal.")
    private Path study;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Output folder (default: the subfolder report of the study).")
    private Path out;

    @Option(
        names = "--json",
        description = "End with one JSON object on the last line of standard output.")
    private boolean json;

    private final PrintStream stdout;

    Report(PrintStream stdout) {
      this.stdout = stdout;
    }

    @Override
    public Integer call() throws IOException {
      if (!Files.exists(study)) {
        throw new UsageException("STUDY: there is no folder or journal " + study);
      }
      Path folder = Files.isDirectory(study) ? study : study.toAbsolutePath().getParent();
      Study known = Study.in(folder);
      Path journal = known.journal().orElseThrow().getFileName();
      if (folder != study && !study.getFileName().equals(journal)) {
        throw new UsageException(
            "STUDY: expected the folder of a study or its %s, got the file %s"
                .formatted(journal, study));
      }
      Path page;
      try {
        page = StudyReport.write(known, out == null ? folder.resolve("report") : out);
      } catch (UncheckedIOException | IllegalStateException | StudyException e) {
        throw new UsageException(e.getMessage(), e);
      }
      known
          .best()
          .ifPresent(
              best ->
                  stdout.printf(
                      "Best of %d trials: trial %d, %s %s, with %s%n",
                      known.trials().size(),
                      best.number(),
                      known.goals().getFirst().name(),
                      best.value(),
                      best.values()));
      stdout.println("The report is " + page);
      if (json) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("trials", known.trials().size());
        line.put("runs", known.runs());
        known.best().ifPresent(best -> line.put("best_value", best.value()));
        line.put("study", known.journal().orElseThrow().toString());
        line.put("report", page.toString());
        stdout.println(JsonLine.of(line));
      }
      return ExitStatus.DONE;
    }
  }
}
