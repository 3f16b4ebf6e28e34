// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.cluster.ClusterSettings;
import io.nyala.cluster.ClusterWorker;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.UsageException;
import io.nyala.io.files.Folders;
import io.nyala.models.DataParallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a recipe as one of several workers. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run a recipe as one of several workers, which train one model together.",
      "Start the same on all machines, each with its rank. The result is that of one worker.",
      "Instead of options, environment variables may be set: NYALA_RANK, NYALA_WORKERS,",
      "NYALA_RENDEZVOUS, NYALA_SECRET_FILE and so on."
    })
final class WorkerCommand implements Callable<Integer> {
  private static final String RUN = "run";

  /** The options of a recipe that concern the files of a run, which only the first worker has. */
  private static final Set<String> OF_FIRST = Set.of("--resume", "--fresh", "--json", "--quiet");

  @Option(names = "--rank", paramLabel = "R", description = "Number of this worker, from 0.")
  private String rank;

  @Option(names = "--workers", paramLabel = "W", description = "Number of workers.")
  private String workers;

  @Option(
      names = "--rendezvous",
      paramLabel = "HOST:PORT",
      description = "Where worker 0 listens and the others find it.")
  private String rendezvous;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "File with a secret of at least 16 bytes, the same for all workers.")
  private String secretFile;

  @Option(
      names = "--shards",
      paramLabel = "S",
      description =
          "Parts of a batch (default: ${DEFAULT-VALUE}); the result depends on it, but not on W.")
  private int shards = DataParallel.SHARDS;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address on which this worker listens (default: all).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port on which this worker listens, if it is not worker 0 (default: any).")
  private String port;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for another worker in a step (default: 120).")
  private String timeout;

  @Option(
      names = "--key-store",
      paramLabel = "FILE",
      description =
          "PKCS12 file with a certificate and its key, the same for all workers: encrypts all "
              + "connections. NYALA_KEY_STORE_PASSWORD has its password.")
  private String keyStore;

  @Parameters(
      paramLabel = "-- RECIPE [OPTIONS]",
      arity = "1..*",
      description = "What to run; all workers need the same options.")
  private List<String> run = new ArrayList<>();

  private final List<Recipe> recipes;
  private final Work work;

  /** Runs a recipe in a cluster and returns its exit status. */
  @FunctionalInterface
  interface Work {
    int run(ClusterWorker worker, int shards, List<String> arguments);
  }

  WorkerCommand(List<Recipe> recipes, Work work) {
    this.recipes = recipes;
    this.work = work;
  }

  @Override
  public Integer call() throws IOException {
    requireDistributable(run.getFirst());
    if (shards < 1) {
      throw new UsageException("--shards must be at least 1, got " + shards);
    }
    try (ClusterWorker worker = ClusterWorker.join(settings())) {
      if (worker.isFirst()) {
        List<String> arguments = new ArrayList<>(List.of(RUN));
        arguments.addAll(run);
        return work.run(worker, shards, arguments);
      }
      Path scratch = Files.createTempDirectory("nyala-worker");
      try {
        return work.run(worker, shards, ofFollower(run, scratch));
      } finally {
        Folders.delete(scratch);
      }
    }
  }

  private void requireDistributable(String name) {
    List<String> able = recipes.stream().filter(Recipe::isDistributable).map(Recipe::name).toList();
    if (!able.contains(name)) {
      throw new UsageException(
          "'%s' cannot be run by several workers; these can: %s"
              .formatted(name, String.join(", ", able)));
    }
  }

  private ClusterSettings settings() {
    Map<String, String> all = new HashMap<>(System.getenv());
    Map<String, String> options = new HashMap<>();
    options.put("NYALA_RANK", rank);
    options.put("NYALA_WORKERS", workers);
    options.put("NYALA_RENDEZVOUS", rendezvous);
    options.put("NYALA_SECRET_FILE", secretFile);
    options.put("NYALA_HOST", host);
    options.put("NYALA_PORT", port);
    options.put("NYALA_TIMEOUT", timeout);
    options.put("NYALA_KEY_STORE", keyStore);
    options.forEach(
        (name, value) -> {
          if (value != null) {
            all.put(name, value);
          }
        });
    return ClusterSettings.fromEnvironment(all);
  }

  /** Returns the arguments of a worker whose files nobody needs. */
  private static List<String> ofFollower(List<String> run, Path scratch) {
    List<String> arguments = new ArrayList<>(List.of(RUN));
    for (Iterator<String> each = run.iterator(); each.hasNext(); ) {
      String argument = each.next();
      if (argument.equals("--out") && each.hasNext()) {
        each.next();
      } else if (!OF_FIRST.contains(argument) && !argument.startsWith("--out=")) {
        arguments.add(argument);
      }
    }
    arguments.addAll(List.of("--quiet", "--out", scratch.resolve("out").toString()));
    return arguments;
  }
}
