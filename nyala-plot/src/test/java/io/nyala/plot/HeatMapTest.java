// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.evaluation.Judgement;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps over images, and the sheet of mistakes. */
class HeatMapTest {
  @TempDir Path folder;

  /** Viridis goes from (68, 1, 84) to (253, 231, 37); 45 percent of the image remain, in grey. */
  @Test
  void the_ends_of_the_scale_over_a_red_image() {
    Tensor red = Tensor.of(Shape.of(1, 1, 2, 3), 1f, 0, 0, 1, 0, 0);
    float[] mixed = HeatMap.over(red, Tensor.of(Shape.of(1, 1, 2), 0f, 1)).floats();
    float grey = 0.45f * 0.299f;
    float[] expected = {68, 1, 84, 253, 231, 37};
    for (int i = 0; i < expected.length; i++) {
      assertThat(mixed[i]).isCloseTo(grey + 0.55f * expected[i] / 255, within(1e-5f));
    }
  }

  @Test
  void maps_are_stretched_over_the_image() {
    Tensor black = Tensor.zeros(Shape.of(1, 4, 4, 3));
    Tensor mixed = HeatMap.over(black, Tensor.of(Shape.of(1, 2, 2), 0f, 1, 0, 1));
    assertThat(mixed.shape()).isEqualTo(black.shape());
    assertThat(mixed.at(0, 0, 0, 1)).isLessThan(mixed.at(0, 0, 1, 1));
    assertThat(mixed.at(0, 0, 2, 1)).isLessThan(mixed.at(0, 0, 3, 1));
    assertThat(mixed.at(0, 3, 1, 1)).isEqualTo(mixed.at(0, 0, 1, 1));
  }

  @Test
  void a_cap_keeps_a_few_pixels_from_hiding_the_others() {
    Tensor maps = Tensor.of(Shape.of(2, 1, 5), 0f, 1, 2, 4, 100, 0, 0, 0, 0, 0);
    assertThat(HeatMap.capped(maps, 0.75).floats())
        .containsExactly(0, 0.25f, 0.5f, 1, 1, 0, 0, 0, 0, 0);
    assertThat(maps.at(4)).isEqualTo(100);
  }

  @Test
  void mistakes_come_first_and_are_marked() throws IOException {
    Tensor images = Tensor.full(Shape.of(20, 80, 80, 3), 0.5f);
    float[] second = new float[20];
    int[] actual = new int[20];
    second[7] = 0.9f; // the only mistake
    Path file = folder.resolve("worst.png");
    List<Judgement> worst =
        Judgement.worstFirst(Tensor.vectorOfInts(actual), Tensor.vector(second));
    Plots.mistakes(file, "Test", worst, List.of("cat", "dog"), images::row, i -> i + ".jpg");

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(worst.getFirst().row()).isEqualTo(7);
    int cell = (image.getWidth() / 2 - 2 * 24 - 4 * 12) / 5; // without edges and gaps
    int red = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        if (image.getRGB(x, y) == Style.WRONG.getRGB()) {
          red++;
          assertThat(x).as("the first column").isLessThan(2 * (24 + cell + 12));
          assertThat(y).as("the first row").isLessThan(2 * (24 + 48 + 80 + 60));
        }
      }
    }
    assertThat(red).isGreaterThan(500);
  }

  @Test
  void says_what_does_not_fit() {
    Tensor images = Tensor.zeros(Shape.of(2, 4, 4, 3));
    assertThatThrownBy(() -> HeatMap.over(images, Tensor.zeros(Shape.of(1, 2, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("got (2, 4, 4, 3) and (1, 2, 2)");
    assertThatThrownBy(() -> HeatMap.capped(images, 0.9)).hasMessageContaining("expected maps");
  }
}
