// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.data.samples.StrokeDigits;
import io.nyala.tensor.Tensor;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plots are files of the promised size with the promised colours where data are. */
class PlotsTest {
  private final SplittableRandom random = new SplittableRandom(5);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 200})
  void draws_training_and_validation_curves(int epochs) throws IOException {
    Path file = file("curves-" + epochs);
    Map<String, List<Double>> history = new LinkedHashMap<>();
    history.put("accuracy", series(epochs, e -> 1 - 0.2 / (e + 1)));
    history.put("loss", series(epochs, e -> 0.5 / (e + 1)));
    history.put("val_accuracy", series(epochs, e -> 1 - 0.3 / (e + 1)));
    history.put("val_loss", series(epochs, e -> 0.1 + 0.5 / (e + 1)));

    Plots.learningCurves(file, "digits", history);

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(2 * 2 * 520);
    assertThat(count(image, Style.FIRST)).isGreaterThan(100);
    assertThat(count(image, Style.SECOND)).isGreaterThan(100);
  }

  @Test
  void draws_one_panel_where_there_is_only_a_loss() throws IOException {
    Path file = file("loss");

    Plots.learningCurves(file, "wine", Map.of("loss", series(20, e -> 3.0 / (e + 1))));

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(2 * 520);
    assertThat(count(image, Style.SECOND)).isZero();
  }

  @Test
  void draws_predictions_beside_the_truth() throws IOException {
    float[] actual = new float[490];
    float[] predicted = new float[490];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = Math.round(6 + random.nextGaussian() * 0.9);
      predicted[i] = (float) (actual[i] * 0.6 + 2.4 + random.nextGaussian() * 0.4);
    }

    Path file = file("predictions");
    Plots.predictions(
        file,
        "wine, test rows",
        "quality (score)",
        Tensor.vector(actual),
        Tensor.vector(predicted));

    assertThat(count(ImageIO.read(file.toFile()), Style.INK)).isGreaterThan(100);
  }

  @Test
  void draws_errors_in_red_and_hits_in_blue() throws IOException {
    int[] actual = IntStream.range(0, 2000).map(i -> i % 10).toArray();
    int[] predicted = actual.clone();
    for (int i = 0; i < 40; i++) {
      predicted[random.nextInt(2000)] = random.nextInt(10);
    }
    Path ten = file("confusion-10");
    Plots.confusion(ten, "digits", ConfusionMatrix.of(actual, predicted, 10));
    Path two = file("confusion-2");
    ConfusionMatrix matrix = ConfusionMatrix.of(new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});
    Plots.confusion(two, "seizures", matrix.named(List.of("no seizure", "seizure")));

    BufferedImage image = ImageIO.read(two.toFile());
    // Cells of 130 units begin at (82, 68); one unit is two pixels.
    assertThat(new Color(image.getRGB(2 * 90, 2 * 76)).getBlue()).isGreaterThan(200);
    assertThat(new Color(image.getRGB(2 * 220, 2 * 76)).getRed()).isGreaterThan(220);
    assertThat(new Color(image.getRGB(2 * 90, 2 * 206))).isEqualTo(Color.WHITE);
    assertThat(new Color(image.getRGB(2 * 220, 2 * 206))).isEqualTo(Style.FIRST);
  }

  @Test
  void draws_roc_curves_with_the_operating_point() throws IOException {
    float[] labels = new float[1150];
    float[] good = new float[1150];
    float[] poor = new float[1150];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 5 == 0 ? 1 : 0;
      good[i] = sigmoid(4 * labels[i] - 2 + random.nextGaussian());
      poor[i] = sigmoid(2 * labels[i] - 1 + random.nextGaussian());
    }
    Map<String, RocCurve> curves = new LinkedHashMap<>();
    curves.put("validation", RocCurve.of(labels, poor));
    curves.put("test", RocCurve.of(labels, good));

    Path file = file("roc");
    Plots.roc(file, "seizures", curves, OperatingPoint.at(labels, good, 0.5f));

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(count(image, Style.FIRST)).isGreaterThan(100);
    assertThat(count(image, Style.SECOND)).isGreaterThan(100);
    assertThat(count(image, Style.WRONG)).isGreaterThan(50);
  }

  @Test
  void marks_wrong_images() throws IOException {
    Tensor images = StrokeDigits.generate(20, 1).images();
    Path file = file("sheet");
    List<Shown> shown =
        IntStream.range(0, 20)
            .mapToObj(i -> new Shown(i, i % 7 == 3 ? "3, not 8" : "3", i % 7 != 3))
            .toList();

    Plots.images(file, "Test digits", "what the network read", images, shown, 10);

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(count(image, Style.WRONG)).isGreaterThan(500);
    assertThat(image.getWidth()).isEqualTo(2 * (48 + 10 * 84 - 12));
  }

  @Test
  void leaves_nothing_behind_when_the_folder_cannot_be_made() throws IOException {
    Path file = Files.createFile(folder.resolve("taken")).resolve("plot.png");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> Plots.confusion(file, "t", ConfusionMatrix.of(new int[1], new int[1]))))
        .isInstanceOf(IOException.class);
    assertThat(folder).isDirectoryContaining("glob:**/taken");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void says_what_cannot_be_drawn() {
    Tensor images = StrokeDigits.generate(2, 1).images();
    List<Shown> third = List.of(new Shown(2, "3", true));
    assertThatThrownBy(() -> Plots.images(file("bad"), "t", "s", images, third, 10))
        .hasMessage("images: there are rows 0 to 1, but row 2 is to be shown");
    assertThatThrownBy(() -> Plots.grid(file("bad"), images, 0))
        .hasMessage("images: columns must be at least 1, got 0");
    assertThatThrownBy(() -> Plots.grid(file("bad"), Tensor.vector(1, 2), 1))
        .hasMessageContaining("expected (rows, height, width)")
        .hasMessageContaining("(2,)");
    assertThatThrownBy(
            () -> Plots.predictions(file("bad"), "t", "q", Tensor.vector(1), Tensor.vector(1, 2)))
        .hasMessageContaining("got 1 and 2");
    Path nothing = file("nothing");
    assertThatThrownBy(() -> Plots.learningCurves(nothing, "t", Map.of()))
        .hasMessage("plot " + nothing + ": there is nothing to draw");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void draws_empty_axes_where_there_are_no_values() throws IOException {
    Plots.timeline(file("empty-timeline"), "t", "s", List.of());
    Plots.bars(file("empty-bars"), "t", "s", Map.of());
    Plots.histogram(file("empty-histogram"), "t", "s", Map.of("none", new double[] {Double.NaN}));
    Plots.bestSoFar(file("empty-best"), "t", "trial", Quantity.of("loss"));
    Plots.contour(file("empty-contour"), "t", Quantity.of("x"), Quantity.of("y"), Quantity.of("z"));
    Plots.series(file("empty-series"), "t", "s", "q", Map.of("none", new double[0]));
    for (String name : List.of("timeline", "bars", "histogram", "best", "contour", "series")) {
      assertThat(file("empty-" + name)).isNotEmptyFile();
    }
  }

  @Test
  void cuts_texts_that_are_too_long() {
    Words words = Style.small("m".repeat(100_000), Style.INK);
    Words shorter = words.within(200);
    assertThat(shorter.text()).endsWith("\u2026");
    assertThat(shorter.width()).isBetween(180.0, 200.0);
    assertThat(Style.small("short", Style.INK).within(200).text()).isEqualTo("short");
  }

  /** Where -Dnyala.plots names a folder, plots stay there to be looked at. */
  private Path file(String name) {
    String keep = System.getProperty("nyala.plots");
    return (keep == null ? folder : Path.of(keep)).resolve(name + ".png");
  }

  private static List<Double> series(int epochs, IntToDoubleFunction value) {
    return IntStream.range(0, epochs).mapToObj(value::applyAsDouble).toList();
  }

  private static float sigmoid(double x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  private static long count(BufferedImage image, Color color) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()) == color.getRGB())
        .count();
  }
}
