// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.bench.BenchReport;
import io.nyala.bench.Benchmark;
import io.nyala.bench.Company;
import io.nyala.bench.InstructionSet;
import io.nyala.bench.Workload;
import io.nyala.examples.recipe.UsageException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  @Option(
      names = "--isa",
      paramLabel = "ISA",
      description = "Hold every contender to these instructions: avx2 (default: native, all).")
  private String isa = InstructionSet.NATIVE.label();

  @Option(
      names = "--company",
      description =
          "Measure Nyala beside a busy program on each processor, and on one processor (Linux).")
  private boolean company;

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
    checkInstructions();
    if (company) {
      return measureCompany();
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

  private int measureCompany() throws Exception {
    List<Workload> workloads = new ArrayList<>();
    for (String name : names.isEmpty() ? Company.USUAL : names) {
      workloads.add(
          Workload.named(name)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--company: there is no workload '%s'; %s"
                              .formatted(
                                  name,
                                  NearMatches.hint(
                                      name,
                                      Workload.all().stream().map(Workload::name).toList())))));
    }
    if (!check) {
      for (Workload workload : workloads) {
        stdout.println(Company.measure(workload, threads));
      }
    }
    return ExitStatus.DONE;
  }

  private void checkInstructions() {
    List<String> known = Stream.of(InstructionSet.values()).map(InstructionSet::label).toList();
    if (!known.contains(isa)) {
      throw new UsageException("--isa must be one of %s, got %s".formatted(known, isa));
    }
    InstructionSet current = InstructionSet.current();
    if (!current.label().equals(isa) || !current.isObeyedHere()) {
      throw new UsageException(
          ("--isa %s is for ./nyala on an x86-64 with AVX2, which starts the JVM with -XX:UseAVX=2;"
                  + " this JVM was started otherwise, perhaps by NYALA_JVM_OPTS")
              .formatted(isa));
    }
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
    InstructionSet current = InstructionSet.current();
    String peers =
        row.peers().entrySet().stream()
            .map(peer -> peer(peer.getKey(), peer.getValue(), current))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%-16s %d threads%s  ours %s  floor %s  ratio %s  %s",
        row.name(),
        row.threads(),
        current == InstructionSet.NATIVE ? "" : ", " + current.label(),
        number("%.2f us", row.oursUs()),
        number("%.2f us", row.floorUs()),
        number("%.1fx", row.ratio().orElse(Double.NaN)),
        peers);
  }

  private static String peer(String name, double us, InstructionSet current) {
    String time = name + " " + number("%.1f us", us);
    return current.isObeyedBy(name) ? time : time + " (not held to " + current.label() + ")";
  }

  /** Formats a number; a dash if not measured. */
  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }
}
