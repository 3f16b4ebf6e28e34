// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.images.Images;
import io.nyala.data.samples.SeizureTable;
import io.nyala.data.samples.TopicTexts;
import io.nyala.data.samples.WineTable;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.data.text.LabelledTexts;
import io.nyala.io.ModelFiles;
import io.nyala.rules.Javac;
import io.nyala.saving.Weights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  private final RecordedApp app = new RecordedApp();

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private Path wines() {
    Path file = folder.resolve("wines.csv");
    WineTable.generate(400, 1).write(file);
    return file;
  }

  private int train(Path table, String... options) {
    List<String> line = new ArrayList<>(List.of("train", table.toString()));
    line.addAll(List.of("--out", out().toString(), "--trials", "2", "--json"));
    line.addAll(List.of(options));
    return app.run(line.toArray(String[]::new));
  }

  /** Compiles and runs the written program; returns the fingerprint of its model. */
  private String programRun() throws Exception {
    Path classes = folder.resolve("classes");
    Javac.Outcome compiled =
        Javac.run(List.of("-d", classes.toString(), out().resolve("Train.java").toString()));
    assertThat(compiled.succeeded()).as(compiled.messages()).isTrue();
    Path model = folder.resolve("again.keras");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      loader
          .loadClass("Train")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {model.toString()});
    }
    return Weights.sha256(ModelFiles.load(model));
  }

  @Test
  void regression_from_a_file_to_a_model_a_report_and_a_program() throws Exception {
    assertThat(train(wines(), "--target", "quality")).as(app.stderr()).isZero();

    assertThat(app.stdout())
        .contains("task: regression", "split: 280 rows for training", "Mattered most:");
    Map<String, Object> answer = app.json();
    assertThat(answer).containsEntry("task", "regression").containsEntry("trials", 2);
    assertThat(RecordedApp.metric(answer, "test_mae")).isPositive();
    assertThat(((Map<?, ?>) answer.get("baselines")).keySet().toString())
        .isEqualTo("[linear, trivial]");
    assertThat(Files.readString(out().resolve("report.html")))
        .contains("<svg", "Learning curves", "Networks tried", "Predictions of the test rows");
    assertThat(answer.get("weights_sha256"))
        .isEqualTo(Weights.sha256(ModelFiles.load(out().resolve("model.keras"))));
  }

  @Test
  void the_written_program_gives_the_same_bits() throws Exception {
    assertThat(train(wines(), "--target", "quality")).as(app.stderr()).isZero();
    Object weights = app.json().get("weights_sha256");
    assertThat(programRun()).isEqualTo(weights);
  }

  private int predict(Path table, Path predictions) {
    String model = out().resolve("model.keras").toString();
    return app.run(
        "predict", "--model", model, "--table", table.toString(), "--out", predictions.toString());
  }

  @Test
  void predicts_raw_rows_of_a_table() throws Exception {
    Path wines = wines();
    assertThat(train(wines, "--target", "quality")).as(app.stderr()).isZero();
    double test = RecordedApp.metric(app.json(), "test_mae");

    Path predictions = folder.resolve("predictions.csv");
    assertThat(predict(wines, predictions)).as(app.stderr()).isZero();
    assertThat(app.stdout())
        .contains("Columns that the model does not use: quality", "400 rows predicted");
    double[] predicted = Csv.read(predictions).doubles("quality");
    double[] actual = Csv.read(wines).doubles("quality");
    double error = 0;
    for (int i = 0; i < actual.length; i++) {
      error += Math.abs(predicted[i] - actual[i]) / actual.length;
    }
    // Training rows are predicted about as well as test rows, or better.
    assertThat(error).isBetween(0.3 * test, 1.3 * test);

    Path less = folder.resolve("less.csv");
    Csv.read(wines).drop("alcohol", "pH").write(less);
    assertThat(predict(less, predictions)).isEqualTo(2);
    assertThat(app.stderr()).contains("less.csv lacks the columns \"pH\", \"alcohol\"");
  }

  @Test
  void classes_missing_values_categories_and_dates() throws Exception {
    Path file = folder.resolve("shop.csv");
    shop().write(file);
    assertThat(train(file, "--target", "kind")).as(app.stderr()).isZero();
    assertThat(app.json()).containsEntry("task", "multiclass");
    Object weights = app.json().get("weights_sha256");

    Path predictions = folder.resolve("predictions.csv");
    assertThat(predict(file, predictions)).as(app.stderr()).isZero();
    Table predicted = Csv.read(predictions);
    assertThat(predicted.columnNames()).containsExactly("kind", "kind=a", "kind=b", "kind=c");
    for (int row = 0; row < 20; row++) {
      Table one = predicted.range(row, row + 1);
      double sum = one.mean("kind=a") + one.mean("kind=b") + one.mean("kind=c");
      assertThat(sum).isCloseTo(1, within(1e-5));
    }
    assertThat(programRun()).isEqualTo(weights);

    assertThat(train(file, "--target", "kind", "--time", "day")).as(app.stderr()).isZero();
    assertThat(app.stdout()).contains("only cycles are features: month, weekday");
    weights = app.json().get("weights_sha256");
    assertThat(programRun()).isEqualTo(weights);
  }

  @Test
  void decimal_commas() throws Exception {
    String rows =
        IntStream.range(0, 120)
            .mapToObj(i -> "%d,%d;%d,5".formatted(i * 7 % 50, i % 10, 3 * (i * 7 % 50)))
            .collect(Collectors.joining("\n"));
    Path file = Files.writeString(folder.resolve("comma.csv"), "x;y\n" + rows + "\n");
    assertThat(train(file, "--target", "y")).as(app.stderr()).isZero();
    assertThat(app.stdout()).contains("numbers: with decimal commas", "task: regression");
    Object weights = app.json().get("weights_sha256");
    assertThat(programRun()).isEqualTo(weights);
    assertThat(predict(file, folder.resolve("p.csv"))).as(app.stderr()).isZero();
    assertThat(app.stdout()).doesNotContain("taken as missing");
  }

  /** Rows with numbers, dates and categories, of which some are rare or missing. */
  private static Table shop() {
    RandomGenerator random = new SplittableRandom(3);
    Map<String, List<Object>> columns = new LinkedHashMap<>();
    for (String name : List.of("amount", "town", "day", "kind")) {
      columns.put(name, new ArrayList<>());
    }
    for (int i = 0; i < 300; i++) {
      double amount = random.nextDouble(100);
      int town = random.nextInt(5);
      columns.get("amount").add(i % 9 == 0 ? null : amount);
      columns.get("town").add(i % 11 == 0 ? null : i == 7 ? "Rare" : "Town " + town);
      columns.get("day").add(LocalDate.of(2024, 1, 1).plusDays(random.nextInt(700)));
      columns.get("kind").add(amount > 60 ? "a" : town > 2 ? "b" : "c");
    }
    return Tables.ofColumns(columns);
  }

  @Test
  void texts_in_folders() throws Exception {
    Path texts = folder.resolve("texts");
    LabelledTexts generated = TopicTexts.generate(240, List.of("boats", "trains", "planes"), 1);
    for (int i = 0; i < generated.size(); i++) {
      Path parent = texts.resolve(generated.classes().get(generated.labels().ints()[i]));
      Files.createDirectories(parent);
      Files.writeString(parent.resolve(i + ".txt"), generated.texts().get(i));
    }
    assertThat(train(texts)).as(app.stderr()).isZero();
    Map<String, Object> answer = app.json();
    assertThat(answer).containsEntry("task", "multiclass").containsEntry("target", "class");
    assertThat(RecordedApp.metric(answer, "test_accuracy")).isGreaterThan(0.6);
    assertThat(programRun()).isEqualTo(answer.get("weights_sha256"));
  }

  @Test
  void photos_in_an_archive_must_be_unpacked() throws Exception {
    Path archive = folder.resolve("photos.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : List.of("cat/1.jpg", "cat/2.jpg", "dog/1.jpg")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(new byte[] {-1, -40, 0, 1});
      }
    }
    assertThat(train(archive)).isEqualTo(2);
    assertThat(app.stderr()).contains("most files are photos; unpack them");
  }

  @Test
  void photos_in_folders() throws Exception {
    Path photos = folder.resolve("photos");
    for (String kind : List.of("dark", "light")) {
      Files.createDirectories(photos.resolve(kind));
      for (int i = 0; i < 40; i++) {
        Images.save(
            photos.resolve(kind).resolve(i + ".png"),
            Tensor.full(Shape.of(16, 16, 3), (kind.equals("dark") ? 20 : 180) + i));
      }
    }
    assertThat(train(photos, "--target", "kind")).isEqualTo(2);
    assertThat(app.stderr()).contains("--target is for tables");

    assertThat(train(photos)).as(app.stderr()).isZero();
    Map<String, Object> answer = app.json();
    assertThat(answer).containsEntry("task", "binary");
    assertThat(programRun()).isEqualTo(answer.get("weights_sha256"));
  }

  @Test
  void the_same_seed_gives_the_same_bits() throws Exception {
    Path file = folder.resolve("eeg.csv");
    SeizureTable.generate(300, 1).write(file);
    assertThat(train(file, "--target", "y", "--quiet")).as(app.stderr()).isZero();
    Map<String, Object> answer = app.json();
    assertThat(answer).containsEntry("task", "binary");
    assertThat(train(file, "--target", "y", "--quiet", "--threads", "1")).isZero();
    assertThat(app.json().get("weights_sha256")).isEqualTo(answer.get("weights_sha256"));
    assertThat(programRun()).isEqualTo(answer.get("weights_sha256"));
  }

  @Test
  void says_what_is_wrong() throws Exception {
    Path wines = wines();
    assertThat(train(wines, "--target", "qualty")).isEqualTo(2);
    assertThat(app.stderr()).contains("no column \"qualty\", did you mean \"quality\"?");

    assertThat(train(folder.resolve("none.csv"), "--target", "quality")).isEqualTo(2);
    assertThat(app.stderr()).contains("none.csv");

    assertThat(train(wines)).isEqualTo(2);
    assertThat(app.stderr()).contains("no column to predict is set", "alcohol, quality]");

    assertThat(train(wines, "--target", "quality", "--trunk", "vgg16")).isEqualTo(2);
    assertThat(app.stderr()).contains("--trunk, --weights and --alpha are for photos");

    assertThat(train(wines, "--target", "quality", "--task", "clustering")).isEqualTo(2);
    assertThat(app.stderr()).contains("--task must be auto, regression");

    assertThat(train(wines, "--target", "quality", "--minutes", "0")).isEqualTo(2);
    assertThat(app.stderr()).contains("--minutes must be greater than 0");

    Path one = folder.resolve("one.csv");
    Files.writeString(one, "a,y\n" + "1,same\n".repeat(50));
    assertThat(train(one, "--target", "y")).isEqualTo(2);
    assertThat(app.stderr()).contains("is \"same\" in every row; there is nothing to predict");

    Path few = folder.resolve("few.csv");
    Files.writeString(few, "a,y\n1,u\n2,v\n");
    assertThat(train(few, "--target", "y")).isEqualTo(2);
    assertThat(app.stderr()).contains("2 rows with a value in \"y\" are too few");
  }

  @Test
  void a_file_that_cannot_be_written_is_a_failure() throws Exception {
    Files.createDirectories(out().resolve("model.keras").resolve("in the way"));
    assertThat(train(wines(), "--target", "quality")).isEqualTo(1);
    assertThat(app.stderr()).contains("model.keras");

    Path file = folder.resolve("file");
    Files.writeString(file, "");
    String table = wines().toString();
    assertThat(app.run("train", table, "--target", "quality", "--out", file.toString()))
        .isEqualTo(2);
    assertThat(app.stderr()).contains("--out: " + file + " is a file");
  }

  @Test
  void predict_wants_rows_once() {
    assertThat(app.run("predict", "--model", "m.keras", "--out", "o")).isEqualTo(2);
    assertThat(app.stderr()).contains("either --table or --input");
  }
}
