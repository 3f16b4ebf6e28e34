// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
