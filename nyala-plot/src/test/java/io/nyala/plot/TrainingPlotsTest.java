// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repeated runs by setting, and losses by learning rate. */
class TrainingPlotsTest {
  @TempDir Path folder;

  @Test
  void a_line_through_the_means_and_a_bar_over_the_range() throws IOException {
    Path file = folder.resolve("spread.png");
    Map<String, double[][]> runs = new LinkedHashMap<>();
    runs.put("transfer", new double[][] {{0.7, 0.7}, {0.8, 0.8}});
    runs.put("scratch", new double[][] {{0.5, 0.6}, {0.5, 0.9}});
    Plots.spread(file, "t", "labels", List.of("100", "500"), "accuracy", runs);

    BufferedImage image = ImageIO.read(file.toFile());
    int[] first = heights(image, Style.kind(0));
    int[] second = heights(image, Style.kind(1));
    // The second ranges from .5 to .9, the first from .7 to .8: a quarter as high.
    double ratio = (double) (first[1] - first[0]) / (second[1] - second[0]);
    assertThat(ratio).isBetween(0.2, 0.35);
    assertThat(first[0]).isGreaterThan(second[0]);
    assertThat(first[1]).isLessThan(second[1]);
  }

  /** Returns the first and the last row of pixels of a colour, above the legend. */
  private static int[] heights(BufferedImage image, Color color) {
    int[] range = {Integer.MAX_VALUE, 0};
    for (int y = 0; y < image.getHeight() - 100; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == color.getRGB()) {
          range[0] = Math.min(range[0], y);
          range[1] = y;
        }
      }
    }
    return range;
  }

  @Test
  void the_suggested_rate_is_marked_on_the_curve() throws IOException {
    Path file = folder.resolve("rates.png");
    double[] rates = {1e-4, 1e-3, 1e-2, 1e-1};
    Plots.learningRates(file, "t", rates, new double[] {2, 1.9, 1, 4}, 1e-2);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(heights(image, Style.SECOND)[0]).as("the lowest loss").isGreaterThan(400);
    assertThat(heights(image, Style.FIRST)[0]).isLessThan(200);
  }

  @Test
  void the_epoch_of_the_lowest_validation_loss_is_marked_in_all_panels() throws IOException {
    Map<String, List<Double>> history = new LinkedHashMap<>();
    history.put("loss", List.of(3.0, 2.0, 1.0, 0.5));
    history.put("val_loss", List.of(3.0, Double.NaN, 1.5, 2.0));
    history.put("accuracy", List.of(0.1, 0.2, 0.3, 0.4));
    history.put("val_accuracy", List.of(0.1, 0.2, 0.25, 0.35));
    Path file = folder.resolve("curves.svg");
    Plots.learningCurves(file, "t", history);
    List<String> texts = SvgFile.read(file).texts();
    assertThat(texts.stream().filter(t -> t.equals("best epoch 3 (by loss)"))).hasSize(2);

    Plots.learningCurves(file, "t", Map.of("loss", List.of(3.0, 2.0)));
    assertThat(SvgFile.read(file).texts()).noneMatch(t -> t.contains("best"));
  }

  @Test
  void mistakes_say_what_was_predicted_and_what_it_is() throws IOException {
    Path file = folder.resolve("digits.svg");
    List<Shown> shown = List.of(Shown.judged(0, "7", "1"), Shown.judged(1, "3", "3"));
    assertThat(shown).extracting(Shown::right).containsExactly(false, true);
    Plots.images(file, "t", "s", Tensor.zeros(Shape.of(2, 8, 8)), shown, 2);
    assertThat(SvgFile.read(file).texts()).contains("predicted 7,", "is 1", "3");
  }

  @Test
  void long_captions_are_whole_and_long_explanations_are_broken() throws IOException {
    Path file = folder.resolve("pets.svg");
    List<Shown> shown = List.of(Shown.judged(0, "square", "triangle"));
    String explanation = "what speaks for the predicted class; the worst, then the surest";
    Plots.images(file, "t", explanation, Tensor.zeros(Shape.of(1, 8, 8)), shown, 1);
    List<String> texts = SvgFile.read(file).texts();
    assertThat(texts).contains("predicted square,", "is triangle");
    assertThat(texts).doesNotContain(explanation);
    assertThat(String.join(" ", texts)).contains(explanation);
  }

  @Test
  void says_what_does_not_fit() {
    Path file = folder.resolve("bad.png");
    assertThatThrownBy(() -> Plots.learningRates(file, "t", new double[2], new double[3], 1))
        .hasMessageContaining("got 2 rates and 3 losses");
    assertThatThrownBy(
            () ->
                Plots.spread(
                    file, "t", "n", List.of("1", "2"), "y", Map.of("a", new double[][] {{1}})))
        .hasMessageContaining("results for each of 2 settings, at least one, got 1 for 'a'");
  }
}
