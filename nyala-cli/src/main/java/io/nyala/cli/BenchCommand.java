// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.bench.BenchReport;
import io.nyala.bench.Benchmark;
import io.nyala.examples.recipe.UsageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the named benchmarks, or all of them. */
@Command(mixinStandardHelpOptions = true, description = "Compare the speed with that of peers.")
final class BenchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Workloads to measure (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for every contender (default: ${DEFAULT-VALUE}).")
  private int threads = 2;

  @Option(
      names = "--json",
      description = "End with one JSON array on the last line of standard output.")
  private boolean json;

  /** For the launcher, to detect mistyped names before it downloads the peers. */
  @Option(names = "--check", hidden = true)
  private boolean check;

  private final List<Benchmark> benchmarks;
  private final PrintStream stdout;

  BenchCommand(List<Benchmark> benchmarks, PrintStream stdout) {
    this.benchmarks = benchmarks;
    this.stdout = stdout;
  }

  @Override
  public Integer call() throws Exception {
    if (threads < 1) {
      throw new UsageException("--threads must be at least 1, got " + threads);
    }
    List<Benchmark> chosen = chosen();
    if (check) {
      return ExitStatus.DONE;
    }
    List<BenchReport.Row> rows = new ArrayList<>();
    for (Benchmark benchmark : chosen) {
      BenchReport.Row row = benchmark.run(threads);
      rows.add(row);
      stdout.println(line(row));
      row.kernels().forEach(kernel -> stdout.println(line(kernel)));
    }
    if (json) {
      stdout.println(new BenchReport(rows).toJson());
    }
    return ExitStatus.DONE;
  }

  private List<Benchmark> chosen() {
    return names.isEmpty() ? benchmarks : names.stream().map(this::named).toList();
  }

  private Benchmark named(String name) {
    return benchmarks.stream()
        .filter(benchmark -> benchmark.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no benchmark '"
                        + name
                        + "'; "
                        + NearMatches.hint(
                            name, benchmarks.stream().map(Benchmark::name).toList())));
  }

  private static String line(BenchReport.Kernel kernel) {
    return String.format(
        Locale.ROOT,
        "    %3.0f %% of the peak, %9.2f us  %s",
        100 * kernel.share(),
        kernel.us(),
        kernel.name());
  }

  private static String line(BenchReport.Row row) {
    String peers =
        row.peers().entrySet().stream()
            .map(peer -> peer.getKey() + " " + number("%.1f us", peer.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%-16s %d threads  ours %s  floor %s  ratio %s  %s",
        row.name(),
        row.threads(),
        number("%.2f us", row.oursUs()),
        number("%.2f us", row.floorUs()),
        number("%.1fx", row.ratio().orElse(Double.NaN)),
        peers);
  }

  /** Formats a number; a dash if not measured. */
  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
