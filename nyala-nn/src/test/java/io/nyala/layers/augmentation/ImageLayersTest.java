// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import static io.nyala.layers.Layers.centerCrop;
import static io.nyala.layers.Layers.randomBrightness;
import static io.nyala.layers.Layers.randomColorDegeneration;
import static io.nyala.layers.Layers.randomColorJitter;
import static io.nyala.layers.Layers.randomContrast;
import static io.nyala.layers.Layers.randomCrop;
import static io.nyala.layers.Layers.randomErasing;
import static io.nyala.layers.Layers.randomFlip;
import static io.nyala.layers.Layers.randomGaussianBlur;
import static io.nyala.layers.Layers.randomGrayscale;
import static io.nyala.layers.Layers.randomHue;
import static io.nyala.layers.Layers.randomInvert;
import static io.nyala.layers.Layers.randomPerspective;
import static io.nyala.layers.Layers.randomPosterization;
import static io.nyala.layers.Layers.randomRotation;
import static io.nyala.layers.Layers.randomSaturation;
import static io.nyala.layers.Layers.randomSharpness;
import static io.nyala.layers.Layers.randomShear;
import static io.nyala.layers.Layers.randomTranslation;
import static io.nyala.layers.Layers.randomZoom;
import static io.nyala.layers.Layers.resizing;
import static io.nyala.layers.Layers.solarization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.images.FillMode;
import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Keras's cases leave open, since its random layers draw other numbers: what is drawn, and
 * what lies beyond the edges.
 */
class ImageLayersTest {
  private static final int ROWS = 200;

  /** Many copies of one image of 4 x 5 with colours that all differ. */
  private static final Tensor IMAGES = copies();

  private static Tensor copies() {
    float[] pixels = new float[ROWS * 60];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 1 + i % 60 * 4;
    }
    return Tensor.of(Shape.of(ROWS, 4, 5, 3), pixels);
  }

  private static Tensor train(Layer layer, Tensor x) {
    return Evaluate.layer(layer, Call.training(11), 3, x);
  }

  static Stream<Layer> all() {
    return Stream.of(
        randomFlip(),
        randomRotation(0.2),
        randomTranslation(0.3, 0.3),
        randomZoom(0.4),
        randomShear(0.3, 0.2),
        randomCrop(3, 2),
        randomContrast(0.3, 0.5),
        randomBrightness(0.3),
        randomSaturation(0.1, 0.9),
        randomGrayscale(0.5),
        randomHue(0.9),
        randomColorDegeneration(0.1, 0.9),
        randomColorJitter().contrast(0, 0.2).hue(0.1, 0.4),
        randomSharpness(0, 1),
        randomInvert(1),
        randomPosterization(8),
        randomGaussianBlur(1),
        randomErasing(1),
        randomPerspective(1),
        solarization(0.3, 0.7));
  }

  @ParameterizedTest
  @MethodSource("all")
  void changes_each_image_in_its_own_way_and_only_in_training(Layer layer) {
    assertThat(Evaluate.layer(layer, IMAGES)).isEqualTo(IMAGES);
    Tensor trained = train(layer, IMAGES);
    assertThat(train(layer, IMAGES)).isEqualTo(trained);
    Set<Tensor> different = new HashSet<>();
    for (int i = 0; i < ROWS; i++) {
      different.add(trained.rows(i, i + 1));
    }
    assertThat(different).hasSizeGreaterThan(1);
    assertThat(Evaluate.layer(layer, Call.training(11), 4, IMAGES)).isNotEqualTo(trained);
  }

  @Test
  void a_seed_of_its_own_overrides_that_of_training() {
    Tensor first = train(randomTranslation(0.3, 0.3).seed(7), IMAGES);
    RandomTranslation same = randomTranslation(0.3, 0.3).seed(7);
    assertThat(Evaluate.layer(same, Call.training(99), 3, IMAGES)).isEqualTo(first);
    assertThat(train(randomTranslation(0.3, 0.3).seed(8), IMAGES)).isNotEqualTo(first);
  }

  @Test
  void flips_about_half() {
    Tensor flipped = train(randomFlip(RandomFlip.Mode.HORIZONTAL), IMAGES);
    Tensor upsideDown = train(randomFlip(RandomFlip.Mode.VERTICAL), IMAGES);
    int across = 0;
    int down = 0;
    for (int i = 0; i < ROWS; i++) {
      int at = i * 60;
      across += flipped.at(at) == IMAGES.at(at + 12) ? 1 : 0;
      down += upsideDown.at(at) == IMAGES.at(at + 45) ? 1 : 0;
      assertThat(flipped.at(at)).isIn(IMAGES.at(at), IMAGES.at(at + 12));
    }
    // Four standard deviations of a fair coin.
    assertThat(across).isBetween(72, 128);
    assertThat(down).isBetween(72, 128);
  }

  /** Worked out by hand: two rows of four, moved down by one and to the right by one. */
  @Test
  void fills_beyond_the_edges() {
    Tensor x = Tensor.of(Shape.of(1, 2, 4, 1), 1, 2, 3, 4, 5, 6, 7, 8);
    RandomTranslation[] modes = {
      moved().fill(9), moved().fill(FillMode.NEAREST), moved(), moved().fill(FillMode.WRAP)
    };
    float[][] expected = {
      {9, 9, 9, 9, 9, 1, 2, 3},
      {1, 1, 2, 3, 1, 1, 2, 3},
      {1, 1, 2, 3, 1, 1, 2, 3},
      {8, 5, 6, 7, 4, 1, 2, 3}
    };
    for (int i = 0; i < modes.length; i++) {
      assertThat(train(modes[i], x).floats())
          .as("mode %d", i)
          .containsExactly(expected[i], Offset.offset(1e-5f));
    }
  }

  private static RandomTranslation moved() {
    return new RandomTranslation(0.5, 0.5, 0.25, 0.25);
  }

  /** From the formula: (x, y) comes from (x + 0.5 y, y), or minus. */
  @Test
  void shears_in_both_directions() {
    Tensor x = Tensor.of(Shape.of(1, 3, 3, 1), 0, 2, 4, 0, 2, 4, 0, 2, 4);
    Set<Float> corner = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Tensor y = train(randomShear(1, 0).fill(FillMode.NEAREST).seed(seed), x);
      corner.add(y.at(4));
      assertThat(y.at(0)).isZero();
      assertThat(y.at(4)).isBetween(0f, 4f);
    }
    assertThat(corner).anyMatch(v -> v < 1).anyMatch(v -> v > 3);
  }

  @Test
  void crops_reach_every_place() {
    Tensor y = train(randomCrop(3, 2), IMAGES);
    assertThat(y.shape()).isEqualTo(Shape.of(ROWS, 3, 2, 3));
    Set<Float> starts = new HashSet<>();
    for (int i = 0; i < ROWS; i++) {
      int at = i * 18;
      starts.add(y.at(at));
      // The pixel below lies a row further in the image, that beside it a column.
      assertThat(y.at(at + 6) - y.at(at)).isEqualTo(60);
      assertThat(y.at(at + 3) - y.at(at)).isEqualTo(12);
    }
    assertThat(starts).containsExactlyInAnyOrder(1f, 13f, 25f, 37f, 61f, 73f, 85f, 97f);
    Tensor center = Evaluate.layer(randomCrop(4, 5).centerInInference(), IMAGES);
    assertThat(center).isEqualTo(IMAGES);
    assertThat(Evaluate.layer(randomCrop(2, 2).centerInInference(), IMAGES).shape())
        .isEqualTo(Shape.of(ROWS, 2, 2, 3));
    assertThat(train(randomCrop(8, 8), IMAGES)).isEqualTo(Evaluate.layer(centerCrop(8, 8), IMAGES));
  }

  @Test
  void contrast_keeps_the_mean_and_brightness_the_differences() {
    Tensor stretched = train(randomContrast(0.5, 0.1).valueRange(-1e4, 1e4), IMAGES);
    Tensor lighter = train(randomBrightness(0.1).valueRange(-1000, 1000), IMAGES);
    for (int i = 0; i < ROWS; i++) {
      int at = i * 60;
      float factor = (stretched.at(at + 57) - stretched.at(at)) / 228;
      assertThat(factor).isBetween(0.8999f, 1.5001f);
      assertThat(stretched.at(at + 57) + stretched.at(at)).isCloseTo(230, Offset.offset(1e-3f));
      assertThat(lighter.at(at + 57) - lighter.at(at)).isCloseTo(228, Offset.offset(1e-3f));
    }
    for (float level : train(randomBrightness(1), IMAGES).floats()) {
      assertThat(level).isBetween(0f, 255f);
    }
  }

  @Test
  void saturation_ends_at_grey_and_keeps_grey() {
    float[] grey = train(randomSaturation(0, 0), IMAGES).floats();
    for (int i = 0; i < grey.length; i += 3) {
      assertThat(grey[i]).isEqualTo(grey[i + 1]).isEqualTo(IMAGES.at(i + 2));
    }
    Tensor plain = Tensor.full(Shape.of(2, 2, 2, 3), 7);
    assertThat(train(randomSaturation(1, 1), plain)).isEqualTo(plain);
    assertThat(train(randomSaturation(0.5, 0.5), IMAGES).floats())
        .containsExactly(IMAGES.floats(), Offset.offset(1e-3f));
  }

  @Test
  void says_what_does_not_fit() {
    assertThatThrownBy(() -> randomRotation(1.5))
        .hasMessage("RandomRotation: factor must be from -1.0 to 1.0, got 1.5");
    assertThatThrownBy(() -> randomZoom(-1)).hasMessageContaining("RandomZoom: height_factor");
    assertThatThrownBy(() -> randomContrast(-0.1)).hasMessageContaining("from 0.0 to 1.0");
    assertThatThrownBy(() -> randomCrop(0, 3))
        .hasMessage("RandomCrop: height must be positive, got 0");
    assertThatThrownBy(() -> resizing(3, -1)).hasMessageContaining("width must be positive");
    assertThatThrownBy(() -> randomZoom(0.1).interpolation(Interpolation.BICUBIC))
        .hasMessage("RandomZoom: interpolation must be bilinear or nearest, got bicubic");
    assertThatThrownBy(() -> randomBrightness(0.1).valueRange(3, 3))
        .hasMessageContaining("value_range must ascend");
    Tensor grey = Tensor.zeros(Shape.of(1, 4, 4, 1));
    assertThatThrownBy(() -> train(randomGrayscale(0.5), grey))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("expected 3 channels (red, green, blue), got 1");
    assertThatThrownBy(() -> train(randomFlip(), Tensor.zeros(Shape.of(4, 4, 3))))
        .hasMessageContaining("expected input (batch, height, width, channels)");
  }
}
