// SPDX-License-Identifier: Apache-2.0
package io.nyala.data;

import static io.nyala.data.images.ImageDirectory.imageDatasetFromDirectory;
import static io.nyala.data.images.ImageOptions.images;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.mixUp;
import static io.nyala.layers.Layers.randomContrast;
import static io.nyala.layers.Layers.randomFlip;
import static io.nyala.layers.Layers.randomRotation;
import static io.nyala.layers.Layers.randomTranslation;
import static io.nyala.layers.Layers.rescaling;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.losses.Losses.categoricalCrossentropy;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.batches.BatchSource;
import io.nyala.data.evaluation.ClassificationReport;
import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.PrecisionRecallCurve;
import io.nyala.data.evaluation.RegressionReport;
import io.nyala.data.evaluation.RocAuc;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.data.images.ImageDirectory;
import io.nyala.data.images.Images;
import io.nyala.data.images.Mnist;
import io.nyala.data.preprocessing.LabelEncoder;
import io.nyala.data.preprocessing.MinMaxScaler;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.data.preprocessing.StandardScaler;
import io.nyala.data.split.Fold;
import io.nyala.data.split.Split;
import io.nyala.data.split.StratifiedKFold;
import io.nyala.data.split.TrainValidationTest;
import io.nyala.data.streams.Dataset;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.images.FillMode;
import io.nyala.layers.augmentation.RandomFlip;
import io.nyala.models.AugmentedBatches;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/data.md}, run. */
class DataGuideTest {
  @TempDir Path dir;

  private static final Tensor LABELS = Tensor.vector(0, 0, 1, 0, 1, 1, 0, 1);
  private static final Tensor PROBABILITIES =
      Tensor.of(Shape.of(8, 1), .1f, .6f, .9f, .2f, .4f, .7f, .3f, .8f);

  private Path wine() throws IOException {
    StringBuilder text = new StringBuilder("pH;alcohol;quality\n");
    for (int i = 0; i < 40; i++) {
      text.append(3 + i / 100.0).append(';').append(9 + i % 7).append(';').append(5 + i % 2);
      text.append('\n');
    }
    return Files.writeString(dir.resolve("wine.csv"), text);
  }

  @Test
  void images_from_folders() throws IOException {
    for (int i = 0; i < 16; i++) {
      Path of =
          Files.createDirectories(dir.resolve("photos").resolve(i % 2 == 0 ? "dark" : "light"));
      Images.save(of.resolve(i + ".png"), Tensor.full(Shape.of(40, 30, 3), i % 2 * 200 + i));
    }
    Path folder = dir.resolve("photos");
    Model model =
        Sequential.of(
            input(32, 32, 3),
            rescaling(1 / 255.0),
            globalAveragePooling2D(),
            dense(1).activation(SIGMOID));
    model.compile(adam(0.1), binaryCrossentropy());
    // snippet:data-images
    ImageDirectory photos =
        imageDatasetFromDirectory(
            folder, images().imageSize(32, 32).batchSize(16).validationSplit(0.25).seed(1));
    model.fit(photos.training(), fit().epochs(2).validation(photos.validation()));
    // end:data-images
    assertThat(photos.trainingFiles()).hasSize(12);
  }

  @Test
  void augmentation_in_the_network() {
    // snippet:data-augmentation
    Model model =
        Sequential.of(
            input(32, 32, 3),
            randomFlip(RandomFlip.Mode.HORIZONTAL),
            randomRotation(0.05),
            randomTranslation(0.1, 0.1).fill(FillMode.NEAREST),
            randomContrast(0.2, 0.2),
            rescaling(1 / 255.0),
            conv2D(8, 3).activation(RELU),
            globalAveragePooling2D(),
            dense(1).activation(SIGMOID));
    // end:data-augmentation
    model.compile(adam(1e-3), binaryCrossentropy());
    Tensor x = Tensor.full(Shape.of(6, 32, 32, 3), 100);
    assertThat(model.fit(x, Tensor.zeros(Shape.of(6, 1)), fit().batchSize(4)).last("loss"))
        .isBetween(0.1, 2.0);
  }

  @Test
  void augmentation_with_labels() {
    Model model =
        Sequential.of(input(8, 8, 3), globalAveragePooling2D(), dense(2).activation(SOFTMAX));
    Tensor images = Tensor.full(Shape.of(40, 8, 8, 3), 1);
    Tensor oneHot = Tensor.full(Shape.of(40, 2), 0.5f);
    // snippet:data-mixing
    BatchSource mixed =
        AugmentedBatches.of(
            Dataset.fromTensors(images, oneHot).shuffle(1_000, 1).batch(32),
            1,
            randomFlip(RandomFlip.Mode.HORIZONTAL),
            mixUp(0.2));
    model.compile(adam(1e-3), categoricalCrossentropy(), accuracy());
    model.fit(mixed, fit().epochs(2));
    // end:data-mixing
    assertThat(mixed.size()).isEqualTo(2);
  }

  @Test
  void table_to_tensors() throws IOException {
    Path path = wine();
    // snippet:data-csv
    Table wine = Csv.read(path);
    Tensor x = wine.allExcept("quality");
    Tensor y = wine.floats("quality");
    // end:data-csv
    assertThat(x.shape()).isEqualTo(Shape.of(40, 2));
    assertThat(y.shape()).isEqualTo(Shape.of(40, 1));
  }

  @Test
  void options_and_missing_values() throws IOException {
    Path path = Files.writeString(dir.resolve("p.csv"), "34|?|lyon\n?|1,5|paris\n40|2,5|lyon\n");
    // snippet:data-missing
    Table people =
        Csv.options()
            .separator('|')
            .decimal(',')
            .noHeader("age", "income", "city")
            .missing("?")
            .read(path);
    Table known = people.dropMissing("age");
    Tensor x = known.fillMissing("income", known.median("income")).floats("age", "income");
    LabelEncoder cities = LabelEncoder.fit(known.strings("city"));
    Tensor city = cities.transform(known.strings("city"));
    // end:data-missing
    assertThat(x).isEqualTo(Tensor.of(Shape.of(2, 2), 34, 2.5f, 40, 2.5f));
    assertThat(city).isEqualTo(Tensor.vectorOfInts(0, 0));
    assertThatThrownBy(() -> people.floats("age"))
        .hasMessageStartingWith("p.csv line 2, column \"age\": missing value");
  }

  @Test
  void split_and_scale() throws IOException {
    Table wine = Csv.read(wine());
    // snippet:data-scale
    Examples all = new Examples(wine.allExcept("quality"), wine.floats("quality"));
    TrainValidationTest parts = Split.shuffled(42).trainValidationTest(all, 0.1, 0.1);
    StandardScaler scaler = new StandardScaler();
    Tensor train = scaler.fitTransform(parts.train().x());
    Tensor test = scaler.transform(parts.test().x());
    // end:data-scale
    assertThat(train.shape()).isEqualTo(Shape.of(32, 2));
    assertThat(test.shape()).isEqualTo(Shape.of(4, 2));
    // snippet:data-keep
    StandardScaler later = StandardScaler.of(scaler.mean(), scaler.variance());
    // end:data-keep
    assertThat(later.transform(parts.test().x())).isEqualTo(test);
    MinMaxScaler range = new MinMaxScaler(-1, 1);
    assertThat(range.inverseTransform(range.fitTransform(wine.floats("alcohol"))))
        .isEqualTo(wine.floats("alcohol"));
  }

  @Test
  void cross_validation() {
    Examples all = new Examples(PROBABILITIES, LABELS);
    int rounds = 0;
    // snippet:data-folds
    for (Fold fold : StratifiedKFold.shuffled(4, 42).split(all)) {
      Examples train = fold.train(all);
      Examples test = fold.test(all);
      // build, fit and evaluate a new model here
      // end:data-folds
      assertThat(train.rows()).isEqualTo(6);
      assertThat(test.rows()).isEqualTo(2);
      rounds++;
    }
    assertThat(rounds).isEqualTo(4);
  }

  @Test
  void digits() {
    Path folder = SharedData.file("data/mnist");
    // snippet:data-mnist
    Mnist digits = Mnist.load(folder, 5000, 255);
    Tensor images = digits.train().x().reshape(Shape.of(55000, 784));
    Tensor labels = OneHot.toCategorical(digits.train().y(), 10);
    // end:data-mnist
    assertThat(images.shape()).isEqualTo(Shape.of(55000, 784));
    assertThat(labels.shape()).isEqualTo(Shape.of(55000, 10));
  }

  @Test
  void classifiers() {
    Tensor labels = LABELS;
    Tensor probabilities = PROBABILITIES;
    // snippet:data-binary
    double auc = RocAuc.of(labels, probabilities);
    RocCurve roc = RocCurve.of(labels, probabilities);
    double ap = PrecisionRecallCurve.of(labels, probabilities).averagePrecision();
    OperatingPoint best = OperatingPoint.best(labels, probabilities, OperatingPoint::f1);
    ConfusionMatrix confusion =
        ConfusionMatrix.atThreshold(labels, probabilities, best.threshold())
            .named(List.of("healthy", "seizure"));
    String report = ClassificationReport.of(confusion).toString();
    // end:data-binary
    assertThat(auc).isEqualTo(15 / 16.0).isEqualTo(roc.auc());
    assertThat(ap).isGreaterThan(0.9);
    assertThat(best.threshold()).isEqualTo(0.4f);
    assertThat(report)
        .isEqualTo(
            """
                          precision    recall  f1-score   support

                 healthy       1.00      0.75      0.86         4
                 seizure       0.80      1.00      0.89         4

                accuracy                           0.88         8
               macro avg       0.90      0.88      0.87         8
            weighted avg       0.90      0.88      0.87         8
            """);
  }

  @Test
  void regressions() {
    Tensor actual = Tensor.vector(1, 2, 3);
    Tensor predicted = Tensor.vector(1, 2, 4);
    // snippet:data-regression
    RegressionReport report = RegressionReport.of(actual, predicted);
    double mae = report.mae();
    // end:data-regression
    assertThat(mae).isCloseTo(1 / 3.0, Offset.offset(1e-12));
  }

  @Test
  void trains_on_a_stream() {
    Tensor x = Tensor.of(Shape.of(40, 2), new float[80]);
    Tensor y = Tensor.zeros(Shape.of(40, 1));
    Model model = Sequential.of(input(2), dense(1));
    model.compile(adam(1e-3), meanSquaredError());
    // snippet:data-stream
    Dataset train =
        Dataset.fromTensors(x, y)
            .shuffle(10_000, 42)
            .map(example -> example.withX(brighter(example.x().get(0))))
            .batch(32)
            .prefetch(2);
    model.fit(train, fit().epochs(2));
    // end:data-stream
    assertThat(train.size()).isEqualTo(2);
    assertThat(model.optimizer().iterations()).isEqualTo(4);
  }

  private static Tensor brighter(Tensor image) {
    float[] pixels = image.toFloats();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += 0.1f;
    }
    return Tensor.of(image.shape(), pixels);
  }
}
