// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.bench.BenchReport;
import io.nyala.bench.Benchmark;
import io.nyala.examples.recipe.Recipe;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.examples.recipe.RunReport;
import io.nyala.examples.recipe.UsageException;
import io.nyala.rules.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Option;

/** The command line as a user meets it: arguments in; status, output and messages out. */
class CommandLineAppTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeRecipe recipe = new FakeRecipe();

  @TempDir Path folder;

  @Test
  void runs_a_recipe_with_shared_and_own_options() {
    int status =
        run(
            "run",
            "coin-toss",
            "--epochs",
            "3",
            "--batch",
            "8",
            "--seed",
            "7",
            "--threads",
            "1",
            "--data",
            "sample",
            "--out",
            folder.resolve("a/b").toString(),
            "--variant",
            "bent");

    assertThat(stderr()).isEmpty();
    assertThat(status).isZero();
    assertThat(recipe.seen).isEqualTo("3 8 7 1 Optional[sample] bent");
    assertThat(folder.resolve("a/b/coin.txt")).exists();
    assertThat(stdout()).contains("tossing bent").doesNotContain("{");
  }

  @Test
  void fills_in_defaults() {
    assertThat(run("run", "coin-toss", "--out", folder.toString())).isZero();

    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(recipe.seen).isEqualTo("5 32 42 " + cores + " Optional.empty fair");
  }

  @Test
  void prints_the_report_as_the_last_line_with_json() throws IOException {
    assertThat(
            run(
                "run",
                "coin-toss",
                "--json",
                "--seed",
                "9",
                "--threads",
                "2",
                "--epochs",
                "4",
                "--out",
                folder.toString()))
        .isZero();

    List<String> lines = stdout().lines().toList();
    assertThat(lines).hasSizeGreaterThan(1);
    Map<String, Object> object = JSON.std.mapFrom(lines.getLast());
    assertThat(object.keySet())
        .containsExactly(
            "recipe",
            "data",
            "seed",
            "threads",
            "epochs",
            "steps",
            "seconds",
            "steps_per_second",
            "metrics",
            "weights_sha256");
    assertThat(object)
        .containsEntry("recipe", "coin-toss")
        .containsEntry("data", Map.of("source", "sample", "rows", 100))
        .containsEntry("seed", 9)
        .containsEntry("threads", 2)
        .containsEntry("epochs", 4)
        .containsEntry("steps", 40)
        .containsEntry("seconds", 0.5)
        .containsEntry("steps_per_second", 80.0)
        .containsEntry("metrics", Map.of("test_accuracy", 0.75));
  }

  @Test
  void prints_nothing_but_json_when_quiet() {
    assertThat(run("run", "coin-toss", "--json", "--quiet", "--out", folder.toString())).isZero();

    assertThat(stdout().lines().toList()).singleElement().asString().startsWith("{").endsWith("}");
  }

  @Test
  void quickstart_runs_the_recipe_of_that_name() {
    recipe.name = "quickstart";

    assertThat(run("quickstart", "--epochs", "2", "--quiet", "--out", folder.toString())).isZero();

    assertThat(recipe.seen).startsWith("2 ");
  }

  @Test
  void lists_the_recipes() {
    assertThat(run("recipes")).isZero();

    assertThat(stdout().lines()).containsExactly("coin-toss  Learn a coin by tossing it");
  }

  @Test
  void suggests_a_recipe_with_a_similar_name() {
    assertThat(run("run", "cointoss")).isEqualTo(2);

    assertThat(stderr())
        .isEqualToIgnoringNewLines("nyala: there is no recipe 'cointoss'; did you mean coin-toss?");
    assertThat(stdout()).isEmpty();
  }

  @Test
  void lists_all_recipes_when_no_name_is_similar() {
    assertThat(run("run", "zzz", "--json")).isEqualTo(2);

    assertThat(stderr())
        .isEqualToIgnoringNewLines("nyala: there is no recipe 'zzz'; known: coin-toss");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|missing command",
        "recipe|Unmatched argument at index 0: 'recipe'; did you mean recipes?",
        "run|missing recipe",
        "run coin-toss --epochs|Missing required parameter for option '--epochs'",
        "run coin-toss --epochs ten|Invalid value for option '--epochs': 'ten' is not an int",
        "run coin-toss --epochs 0|--epochs must be at least 1, got 0",
        "run coin-toss --batch -4|--batch must be at least 1, got -4",
        "run coin-toss --threads 0|--threads must be at least 1, got 0",
        "run coin-toss --varint bent|Unknown options: '--varint', 'bent'",
        "run coin-toss --seed 1 --seed 2|option '--seed' (N) should be specified only once",
        "bench nosuch|there is no benchmark 'nosuch'; known: tiny",
        "bench --threads 0|--threads must be at least 1, got 0",
        "bench --isa sse|--isa must be one of [native, avx2], got sse",
        "bench --isa avx2|this JVM was started otherwise",
        "test --fast|Unknown option: '--fast'",
      })
  void rejects_wrong_usage_with_one_line(String line, String message) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);

    assertThat(stderr().lines().toList()).singleElement().asString().contains(message);
    assertThat(stdout()).isEmpty();
  }

  @Test
  void rejects_a_data_folder_that_is_missing() {
    recipe.readsData = true;

    assertThat(run("run", "coin-toss", "--data", folder.resolve("none").toString())).isEqualTo(2);

    assertThat(stderr())
        .isEqualToIgnoringNewLines(
            "nyala: --data: no such folder: " + folder.resolve("none").toAbsolutePath());
  }

  @Test
  void rejects_an_output_folder_that_is_a_file() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));

    assertThat(run("run", "coin-toss", "--out", file.toString())).isEqualTo(2);

    assertThat(stderr().lines().toList())
        .singleElement()
        .asString()
        .contains("--out: cannot create the folder", "taken");
  }

  @Test
  void bad_input_is_the_users_and_shows_its_message() {
    recipe.failure = new IllegalArgumentException("line 3, column alcohol: 'x' is not a number");

    assertThat(run("run", "coin-toss", "--out", folder.toString())).isEqualTo(2);

    assertThat(stderr())
        .isEqualToIgnoringNewLines("nyala: line 3, column alcohol: 'x' is not a number");
  }

  @Test
  void missing_files_are_the_users() {
    recipe.failure = new NoSuchFileException("wine.csv");

    assertThat(run("run", "coin-toss", "--out", folder.toString())).isEqualTo(2);

    assertThat(stderr()).isEqualToIgnoringNewLines("nyala: wine.csv: no such file or folder");
  }

  @Test
  void failed_work_says_so_in_one_line() {
    recipe.failure = new ArithmeticException("loss is NaN after step 12");

    assertThat(run("run", "coin-toss", "--out", folder.toString())).isEqualTo(1);

    assertThat(stderr())
        .isEqualToIgnoringNewLines(
            "nyala: ArithmeticException: loss is NaN after step 12 (NYALA_DEBUG=1 shows the stack "
                + "trace)");
  }

  @Test
  void debug_prints_the_stack_trace() {
    recipe.failure = new UsageException("no");
    CommandLineApp app = app(true);

    assertThat(app.run("run", "coin-toss", "--out", folder.toString())).isEqualTo(2);

    assertThat(stderr()).startsWith("nyala: no").contains("\tat io.nyala.cli");
  }

  @Test
  void bench_prints_an_array_as_the_last_line_with_json() throws IOException {
    assertThat(run("bench", "tiny", "--threads", "1", "--json")).isZero();

    List<String> lines = stdout().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(JSON.std.listFrom(lines.getLast()))
        .isEqualTo(
            List.of(
                Map.of(
                    "name",
                    "tiny",
                    "threads",
                    1,
                    "ours_us",
                    2.0,
                    "peers",
                    Map.of("slow", 8.0),
                    "ratio",
                    4.0,
                    "floor_us",
                    1.5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "run --help", "recipes --help", "bench --help", "test --help"})
  void help_goes_to_standard_output(String line) {
    assertThat(run(line.split(" "))).isZero();

    assertThat(stdout()).startsWith("Usage: nyala");
    assertThat(stderr()).isEmpty();
  }

  /** The script prints this file, so that help needs no build. */
  @Test
  void help_is_what_the_script_prints() throws IOException {
    assertThat(run("--help")).isZero();

    try (InputStream help = CommandLineApp.class.getResourceAsStream("help.txt")) {
      assertThat(stdout()).isEqualTo(new String(help.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void the_version_is_that_of_the_pom() throws IOException {
    assertThat(run("--version")).isZero();

    String pom = Files.readString(Repository.root().resolve("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");
    assertThat(stdout().strip()).isEqualTo("nyala " + version);
  }

  @Test
  void checks_names_of_benchmarks_without_running_them() {
    assertThat(run("bench", "tiny", "--check")).isZero();
    assertThat(stdout()).isEmpty();
    assertThat(run("bench", "tny", "--check")).isEqualTo(2);
    assertThat(stderr()).contains("there is no benchmark 'tny'; did you mean tiny?");
  }

  @Test
  void help_of_a_recipe_shows_its_own_options() {
    assertThat(run("run", "coin-toss", "--help")).isZero();

    assertThat(stdout().replaceAll("\\s+", " "))
        .contains("Usage: nyala run coin-toss", "--variant", "--epochs")
        .contains("(default: 7, on Sundays 8)", "(default: 16)", "(default: out/coin-toss)");
  }

  @Test
  void every_name_that_ships_is_unique_and_described() {
    Catalog shipped = Catalog.standard();

    assertThat(shipped.recipes()).extracting(Recipe::name).doesNotHaveDuplicates();
    assertThat(shipped.recipes()).extracting(Recipe::description).noneMatch(String::isBlank);
    assertThat(shipped.benchmarks()).extracting(Benchmark::name).doesNotHaveDuplicates();
  }

  private int run(String... args) {
    return app(false).run(args);
  }

  private CommandLineApp app(boolean debug) {
    Catalog catalog = new Catalog(List.of(recipe), List.of(new FakeBenchmark()));
    return new CommandLineApp(catalog, print(out), print(err), debug);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String stderr() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Notes what it was given, fails on demand. */
  private static final class FakeRecipe implements Recipe {
    @Option(names = "--variant")
    private String variant = "fair";

    private String name = "coin-toss";
    private String seen;
    private boolean readsData;
    private Exception failure;

    @Override
    public Defaults defaults() {
      return new Defaults("7, on Sundays 8", "16");
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String description() {
      return "Learn a coin by tossing it";
    }

    @Override
    public RunReport run(RecipeContext context) throws Exception {
      if (failure != null) {
        throw failure;
      }
      if (readsData) {
        context.dataFolder();
      }
      int epochs = context.epochs(5);
      seen =
          String.join(
              " ",
              List.of(
                  Integer.toString(epochs),
                  Integer.toString(context.batch(32)),
                  Long.toString(context.seed()),
                  Integer.toString(context.threads()),
                  context.data().toString(),
                  variant));
      context.say("tossing %s", variant);
      Files.createFile(context.output("coin.txt"));
      return context
          .report()
          .data("sample", 100)
          .training(epochs, 40, 0.5)
          .metric("test_accuracy", 0.75)
          .weights(new float[] {1, 2})
          .build();
    }
  }

  private static final class FakeBenchmark implements Benchmark {
    @Override
    public String name() {
      return "tiny";
    }

    @Override
    public String description() {
      return "Nothing at all";
    }

    @Override
    public BenchReport.Row run(int threads) {
      return new BenchReport.Row("tiny", threads, 2, Map.of("slow", 8.0), 1.5);
    }
  }
}
