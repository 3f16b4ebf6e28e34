// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static io.nyala.cli.RecordedApp.metric;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.evaluation.RegressionReport;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.data.samples.WineTable;
import io.nyala.data.table.Table;
import io.nyala.io.ModelFiles;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes that ship, from the command line to the JSON line and the files they leave. */
class RecipesTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  @Test
  void quickstart_reads_97_percent_of_held_out_digits() throws IOException {
    assertThat(run("quickstart", "--json")).as(app.stderr()).isZero();

    Map<String, Object> report = app.json();
    assertThat(metric(report, "test_accuracy")).isGreaterThanOrEqualTo(0.97);
    assertThat(report).containsEntry("data", Map.of("source", "sample", "rows", 12_000));
    assertThat(app.stdout()).contains("Epoch 1/8", "predicted\nactual", "Next: './nyala recipes'");
    assertThat(kept())
        .containsExactly(
            "confusion.png",
            "learning-curves.png",
            "model.json",
            "model.keras",
            "model.weights.npz",
            "predictions.png");
    assertThat(JSON.std.mapFrom(Files.readString(folder.resolve("out/model.json"))))
        .containsEntry("module", "keras")
        .containsEntry("class_name", "Sequential");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wine-regression|test_mae baseline_mae test_rmse test_r2 val_mae train_mae",
        "wine-regression --variant book --deep|test_mae baseline_mae test_rmse test_r2 val_mae",
        "seizure-binary|test_accuracy test_auc test_f1 test_precision test_recall val_auc",
        "mnist-multiclass --variant dropout|test_accuracy test_loss val_accuracy train_accuracy",
        "newsgroups-cnn --embedding glove|test_accuracy val_accuracy words_with_vector",
        "cifar10-cnn --augment|test_accuracy test_loss best_val_accuracy running_accuracy",
        "cifar10-cnn --network vgg|test_accuracy test_loss val_accuracy train_accuracy",
        "price-lstm|test_rmse_scaled persistence_rmse_scaled test_rmse test_mase train_mse arima_rmse",
        "imdb-lstm|test_accuracy test_loss test_auc train_accuracy",
        "mnist-gan|confident_share least_class_share largest_class_share evenness diversity",
        "cifar10-gan --grid-every 2|diversity generator_loss discriminator_loss",
        "translate-seq2seq --units 16 --pairs 100|train_loss val_loss bleu exact_match",
        "translate-seq2seq --units 16 --pairs 50 --variant attention|val_loss decoding_step_us",
      })
  void runs_on_generated_data(String command, String metrics) throws IOException {
    List<String> line = new ArrayList<>(List.of(("run " + command).split(" ")));
    line.addAll(List.of("--data", "sample", "--epochs", "2", "--seed", "3", "--json"));
    line.add("--doctor");

    assertThat(run(line.toArray(String[]::new))).as(app.stderr()).isZero();

    assertThat(app.stdout()).contains("The doctor found nothing.").doesNotContain("\n- ");
    Map<String, Object> report = app.json();
    assertThat(report)
        .containsEntry("recipe", line.get(1))
        .containsEntry("seed", 3)
        .containsEntry("epochs", 2);
    assertThat(((Number) report.get("steps")).intValue()).isPositive().isEven();
    assertThat((Map<?, ?>) report.get("data")).extracting("source").isEqualTo("sample");
    for (String metric : metrics.split(" ")) {
      assertThat(metric(report, metric)).as(metric).isFinite();
    }
    assertThat(app.stdout()).contains("Generated data (--data sample)");
    assertThat(kept())
        .contains("model.json", "model.keras", "model.weights.npz", "learning-curves.png");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "run wine-regression",
        "run wine-regression --deep",
        "run seizure-binary",
        "run mnist-multiclass",
        "run mnist-multiclass --variant dropout",
        "run mnist-multiclass --variant l2",
        "run newsgroups-cnn",
        "run cifar10-cnn --augment",
        "run price-lstm",
        "run imdb-lstm",
        "run cifar10-gan",
      })
  void one_seed_gives_the_same_weights_whatever_the_threads(String command) throws IOException {
    Object first = weights(command, "--threads", "1", "--seed", "5");

    assertThat(weights(command, "--threads", "2", "--seed", "5")).isEqualTo(first);
    assertThat(weights(command, "--threads", "2", "--seed", "6")).isNotEqualTo(first);
  }

  private Object weights(String command, String... options) throws IOException {
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.addAll(List.of(options));
    line.addAll(List.of("--epochs", "1", "--batch", "100", "--data", "sample", "--json"));
    assertThat(run(line.toArray(String[]::new))).as(app.stderr()).isZero();
    return app.json().get("weights_sha256");
  }

  @Test
  void learns_more_than_the_baseline_from_generated_wines() throws IOException {
    assertThat(run("run", "wine-regression", "--data", "sample", "--epochs", "60", "--json"))
        .isZero();

    assertThat(metric(app.json(), "test_mae")).isLessThan(0.8 * metric(app.json(), "baseline_mae"));
    assertThat(app.stdout()).contains("Epoch  1/60", "Epoch  6/60", "Epoch 60/60");
    assertThat(app.stdout()).doesNotContain("Epoch  7/60");
    assertThat(errorOfAService()).isLessThan(0.8 * metric(app.json(), "baseline_mae"));
  }

  /** Returns the error on wines as measured, with nothing but what the run has left. */
  private double errorOfAService() throws IOException {
    Map<String, Object> scaler =
        JSON.std.mapFrom(Files.readString(folder.resolve("out/scaler.json")));
    StandardScaler scaling =
        StandardScaler.of(numbers(scaler.get("mean")), numbers(scaler.get("variance")));
    Table wines = WineTable.generate(500, 77);
    Tensor x = wines.floats(((List<?>) scaler.get("columns")).toArray(String[]::new));
    Tensor predicted =
        ModelFiles.load(folder.resolve("out/model.keras")).predict(scaling.transform(x));
    return RegressionReport.of(wines.floats("quality"), predicted).mae();
  }

  private static double[] numbers(Object list) {
    return ((List<?>) list).stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  @Test
  void keeps_the_best_weights_of_seizure_binary() throws IOException {
    assertThat(run("run", "seizure-binary", "--data", "sample", "--epochs", "3", "--quiet"))
        .isZero();

    assertThat(folder.resolve("out/checkpoints"))
        .isDirectoryContaining("glob:**/01-0.??????.weights.npz");
    assertThat(app.stdout()).isEmpty();
  }

  @Test
  void the_doctor_names_the_disease_of_the_broken_network() throws IOException {
    assertThat(run("run", "monitor-regression", "--data", "sample", "--epochs", "40", "--json"))
        .isZero();

    assertThat(app.stdout().split("The broken network:")[0]).contains("The doctor found nothing.");
    assertThat(app.stdout().split("The broken network:")[1])
        .contains("- symmetric weights in hidden_1/kernel, hidden_2/kernel");
    assertThat(metric(app.json(), "broken_test_mae")).isGreaterThan(metric(app.json(), "test_mae"));
    for (String run : List.of("healthy/train", "healthy/validation", "broken/train")) {
      assertThat(folder.resolve("out/logs").resolve(run))
          .isDirectoryContaining("glob:**/events.out.tfevents.*");
    }
  }

  /** All its 200 epochs: by then it has learnt its rows by heart. */
  @Test
  void the_doctor_names_the_best_epoch_of_a_network_that_went_on_too_long() {
    assertThat(run("run", "monitor-regression", "--data", "sample", "--json")).isZero();

    assertThat(app.stdout().split("The broken network:")[0])
        .containsPattern(
            "- overfitting in training: validation loss \\S+ at the end, but \\S+ at best in"
                + " epoch 17 of 200; training loss")
        .doesNotContain("The doctor found nothing.");
  }

  /** From the third epoch on the doctor judges the curves too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart --epochs 3",
        "run wine-regression --epochs 3",
        "run wine-regression --deep --epochs 3",
        "run seizure-binary --epochs 3",
        "run mnist-multiclass --variant l2 --epochs 3",
        "run price-lstm --epochs 2",
        "run imdb-lstm --epochs 1",
        "run cifar10-cnn --augment --epochs 1",
      })
  void the_doctor_is_quiet(String command) throws IOException {
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.addAll(List.of("--data", "sample", "--seed", "3", "--doctor"));
    assertThat(run(line.toArray(String[]::new))).as(app.stderr()).isZero();
    assertThat(app.stdout()).contains("The doctor found nothing.");
  }

  @Test
  void reads_the_books_split_or_splits_the_whole_file_alike() throws IOException {
    Path wine = SharedData.folder().resolve("wine");
    String[] quick = {"run", "wine-regression", "--epochs", "1", "--json", "--data"};

    assertThat(run(with(quick, wine.getParent().toString()))).isZero();
    assertThat(app.stdout()).contains("3,918 for training, 490 for validation, 490 for testing");
    assertThat(app.json()).extracting("data").extracting("rows").isEqualTo(4898);
    double book = metric(app.json(), "test_mae");

    Files.copy(wine.resolve("winequality-white.csv"), folder.resolve("winequality-white.csv"));
    assertThat(run(with(quick, folder.toString()))).isZero();
    assertThat(app.stdout()).contains("3,918 for training, 490 for validation, 490 for testing");
    assertThat(metric(app.json(), "test_mae")).isNotEqualTo(book);
  }

  @ParameterizedTest
  @CsvSource({
    "wine-regression, 'book_split/train_data.csv, book_split/val_data.csv'",
    "seizure-binary, 'train_data.csv, val_data.csv, test_data.csv'",
    "mnist-multiclass, 'train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz'",
    "newsgroups-cnn, 20_newsgroups.tar.gz",
    "price-lstm, daily-min-temperatures.csv",
    "imdb-lstm, 'train.tsv.gz, test.tsv.gz'",
  })
  void says_what_was_looked_for_in_a_folder_without_the_data(String recipe, String files) {
    assertThat(run("run", recipe, "--data", folder.toString())).isEqualTo(2);

    assertThat(app.stderr().lines().toList())
        .singleElement()
        .asString()
        .startsWith("nyala: --data: no ")
        .contains(files, folder.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wine-regression", "mnist-multiclass"})
  void rejects_an_unknown_variant(String recipe) {
    assertThat(run("run", recipe, "--variant", "best", "--data", "sample")).isEqualTo(2);

    assertThat(app.stderr()).startsWith("nyala: --variant must be ").contains("got 'best'");
  }

  @Test
  void learns_that_it_cannot_write_before_it_trains() throws IOException {
    Files.createFile(folder.resolve("out"));

    assertThat(run("run", "wine-regression", "--data", "sample")).isEqualTo(2);

    assertThat(app.stderr()).startsWith("nyala: --out: cannot create the folder");
    assertThat(app.stdout()).isEmpty();
  }

  @Test
  void names_line_and_column_of_a_bad_cell() throws IOException {
    Files.writeString(
        folder.resolve("winequality-white.csv"),
        "fixed acidity;alcohol;quality\n7;8.8;6\n6.3;high;6\n");

    assertThat(run("run", "wine-regression", "--data", folder.toString())).isEqualTo(2);

    assertThat(app.stderr().lines().toList())
        .singleElement()
        .asString()
        .contains("winequality-white.csv line 3, column \"alcohol\"", "\"high\"");
  }

  @Test
  void names_the_line_of_a_date_that_does_not_parse() throws IOException {
    Path csv = folder.resolve("own.csv");
    Files.writeString(csv, "Date,Close\n2017-01-01,3\n2017-13-01,4\n");

    assertThat(run("run", "price-lstm", "--csv", csv.toString())).isEqualTo(2);

    assertThat(app.stderr())
        .contains("own.csv line 3, column \"Date\": expected a date", "got \"2017-13-01\"");
  }

  @Test
  void quickstart_wants_no_data_folder() {
    assertThat(run("quickstart", "--data", folder.toString())).isEqualTo(2);

    assertThat(app.stderr()).contains("quickstart generates its data");
  }

  private int run(String... args) {
    List<String> line = new ArrayList<>(List.of(args));
    line.addAll(List.of("--out", folder.resolve("out").toString()));
    return app.run(line.toArray(String[]::new));
  }

  private static String[] with(String[] args, String last) {
    List<String> line = new ArrayList<>(List.of(args));
    line.add(last);
    return line.toArray(String[]::new);
  }

  private List<String> kept() throws IOException {
    try (var files = Files.list(folder.resolve("out"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
