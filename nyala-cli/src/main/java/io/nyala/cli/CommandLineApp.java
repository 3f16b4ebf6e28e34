// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.cluster.ClusterWorker;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.UsageException;
import io.nyala.hub.FileCache;
import io.nyala.hub.ProgressBar;
import io.nyala.models.DataParallel;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses the command line, runs the command, and turns every failure into a message and a status.
 */
final class CommandLineApp {
  private static final String QUICKSTART = "quickstart";
  private static final String RUN = "run";

  private final Catalog catalog;
  private final FileCache cache;
  private final PrintStream stdout;
  private final PrintStream stderr;
  private final boolean debug;
  private Supplier<DataParallel> distribution; // of a run as one of several workers

  CommandLineApp(Catalog catalog, PrintStream stdout, PrintStream stderr, boolean debug) {
    this(
        catalog,
        FileCache.of(System.getenv()).listener(ProgressBar.on(stderr)),
        stdout,
        stderr,
        debug);
  }

  /**
   * Creates the command line.
   *
   * @param cache where published weights are kept
   */
  CommandLineApp(
      Catalog catalog, FileCache cache, PrintStream stdout, PrintStream stderr, boolean debug) {
    this.catalog = catalog;
    this.cache = cache;
    this.stdout = stdout;
    this.stderr = stderr;
    this.debug = debug;
  }

  /** Runs the command and returns its exit status. */
  int run(String... args) {
    try {
      int status = commandLine(args).execute(args);
      stdout.flush();
      return status;
    } catch (UsageException e) {
      return failed(e);
    }
  }

  /** Runs a recipe as one of several workers; only the first of them prints and keeps files. */
  private int work(ClusterWorker worker, int shards, List<String> run) {
    PrintStream out = worker.isFirst() ? stdout : new PrintStream(PrintStream.nullOutputStream());
    CommandLineApp app = new CommandLineApp(catalog, cache, out, stderr, debug);
    app.distribution = () -> worker.distribution(shards);
    return app.run(run.toArray(String[]::new));
  }

  private CommandLine commandLine(String[] args) {
    CommandLine root =
        new CommandLine(new RootCommand())
            .addSubcommand(QUICKSTART, quickstart(args))
            .addSubcommand(RUN, runCommand(args))
            .addSubcommand("worker", new WorkerCommand(catalog.recipes(), this::work))
            .addSubcommand("recipes", new RecipesCommand(catalog.recipes(), stdout))
            .addSubcommand("train", new TrainCommand(stdout))
            .addSubcommand("translate", new TranslateCommand(stdout))
            .addSubcommand("predict", new PredictCommand(stdout))
            .addSubcommand("new", new NewCommand(stdout))
            .addSubcommand("zoo", new ZooCommand(stdout, cache))
            .addSubcommand("classify", new ClassifyCommand(stdout, stderr, cache))
            .addSubcommand("explain", new ExplainCommand(stdout, stderr, cache))
            .addSubcommand("play", new PlayCommand(catalog.recipes(), stdout, stderr))
            .addSubcommand("inspect", new InspectCommand(stdout))
            .addSubcommand("bench", new BenchCommand(catalog.benchmarks(), stdout))
            .addSubcommand(
                "tune",
                new CommandLine(new TuneCommand())
                    .addSubcommand("report", new TuneCommand.Report(stdout)))
            .addSubcommand("board", new BoardCommand(stdout, stderr))
            .addSubcommand("test", new TestCommand());
    return root.setOut(new PrintWriter(stdout, true))
        .setErr(new PrintWriter(stderr, true))
        .setParameterExceptionHandler((e, typed) -> wrongUsage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getCommand()));
  }

  private Object quickstart(String[] args) {
    boolean asked = args.length > 0 && args[0].equals(QUICKSTART);
    return asked ? recipeCommand(QUICKSTART) : new QuickstartCommand();
  }

  /** Builds the options of the requested recipe only, since building all of them is slow. */
  private CommandLine runCommand(String[] args) {
    CommandLine run = new CommandLine(new RunCommand());
    if (args.length > 1 && args[0].equals(RUN) && !args[1].startsWith("-")) {
      run.addSubcommand(args[1], recipeCommand(args[1]));
    }
    return run;
  }

  private CommandLine recipeCommand(String name) {
    Recipe recipe =
        catalog.recipes().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknownRecipe(name));
    CommandLine command = new CommandLine(new RecipeCommand(recipe, distribution, stdout, stderr));
    CommandSpec spec = command.getCommandSpec();
    spec.usageMessage().description(recipe.description() + ".");
    spec.resourceBundle(new RecipeWords(recipe));
    spec.addMixin("recipe", CommandSpec.forAnnotatedObjectLenient(recipe));
    return command;
  }

  private UsageException unknownRecipe(String name) {
    List<String> names = catalog.recipes().stream().map(Recipe::name).toList();
    return new UsageException(
        "there is no recipe '" + name + "'; " + NearMatches.hint(name, names));
  }

  private int wrongUsage(ParameterException e) {
    String message = e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched) {
      CommandSpec spec = e.getCommandLine().getCommandSpec();
      List<String> names = new ArrayList<>(spec.subcommands().keySet());
      spec.options().forEach(option -> names.addAll(List.of(option.names())));
      List<String> near = NearMatches.of(unmatched.getUnmatched().get(0), names);
      if (!near.isEmpty()) {
        message += "; did you mean " + String.join(" or ", near) + "?";
      }
    }
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    stderr.println("nyala: " + message + " (see ./" + command + " --help)");
    return ExitStatus.WRONG_USAGE;
  }

  /** A run that had started, and did not fail because of wrong usage, can be resumed. */
  private int failed(Throwable failure, Object command) {
    int status = failed(failure);
    if (status == ExitStatus.FAILED && command instanceof RecipeCommand run) {
      run.howToGoOn().ifPresent(how -> stderr.println("nyala: " + how));
    }
    return status;
  }

  private int failed(Throwable failure) {
    stdout.flush();
    stderr.println("nyala: " + ExitStatus.message(failure));
    if (debug) {
      failure.printStackTrace(stderr);
    }
    return ExitStatus.of(failure);
  }

  /** The root command: only lists the subcommands. */
  @Command(
      name = "nyala",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "Deep learning in pure Java.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {"", "Exit status: 0 done, 1 the work failed, 2 wrong usage or bad input."})
  private static final class RootCommand implements Runnable {
    @CommandLine.Spec private CommandSpec spec;

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(),
          "missing command; available: " + String.join(", ", spec.subcommands().keySet()));
    }
  }
}
