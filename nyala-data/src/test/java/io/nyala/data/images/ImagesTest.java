// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.images.Interpolation;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Levels are those that TensorFlow 2.21 and, for JPEG, Pillow 12 read; sizes change as in Keras.
 */
class ImagesTest {
  /** How far the discrete cosine transforms of two libraries may differ. */
  private static final int JPEG_LEVELS = 2;

  @TempDir Path dir;

  static byte[] file(String name) {
    try (InputStream in = ImagesTest.class.getResourceAsStream(name + ".bin")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compares the pixels 0, 7, 37 and 63 of 8 x 8, and the sum of all. */
  private static void check(String name, int channels, int sum, int... pixels) {
    Tensor image = Images.decode(name, file(name), 0);
    assertThat(image.shape()).as(name).isEqualTo(Shape.of(8, 8, channels));
    int off = name.contains("jpeg") ? JPEG_LEVELS : 0;
    int[] which = {0, 7, 37, 63};
    float total = 0;
    for (float level : image.floats()) {
      total += level;
    }
    for (int i = 0; i < pixels.length; i++) {
      float got = image.at(which[i / channels] * channels + i % channels);
      assertThat(got).as("%s, level %d", name, i).isCloseTo(pixels[i], Offset.offset((float) off));
    }
    assertThat(total).as(name).isCloseTo(sum, Offset.offset(64f * off));
  }

  @Test
  void raw_pixels_are_converted_as_those_of_files() {
    byte[] pixels = {(byte) 200, 100, 50, 0, 0, (byte) 255};
    assertThat(Images.ofPixels(pixels, 1, 2, 0))
        .isEqualTo(Tensor.of(Shape.of(1, 2, 3), 200, 100, 50, 0, 0, 255));
    // 0.299 red + 0.587 green + 0.114 blue, cut off
    assertThat(Images.ofPixels(pixels, 1, 2, 1)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 124, 29));
    assertThat(Images.ofPixels(pixels, 3, 1, 4))
        .isEqualTo(Tensor.of(Shape.of(3, 1, 4), 200, 200, 200, 100, 50, 50, 50, 0, 0, 0, 0, 255));
    assertThatThrownBy(() -> Images.ofPixels(pixels, 4, 1, 3))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("4 x 1 pixels has one to four values for each, got 6 values");
  }

  @Test
  void reads_what_others_read() {
    check("1-bit-png", 1, 8160, 0, 255, 255, 0);
    check("16-bit-grey-png", 1, 7232, 0, 8, 130, 226);
    check("16-bit-rgb-png", 3, 23520, 5, 20, 255, 215, 20, 150, 155, 120, 120, 215, 195, 45);
    check("animated-gif", 3, 23590, 35, 20, 240, 200, 20, 158, 155, 108, 128, 200, 195, 53);
    check("bmp", 3, 23520, 5, 20, 255, 215, 20, 150, 155, 120, 120, 215, 195, 45);
    check("cmyk-jpeg", 3, 23520, 5, 20, 255, 215, 20, 150, 155, 119, 120, 215, 195, 45);
    check("gif", 3, 23590, 35, 20, 240, 200, 20, 158, 155, 108, 128, 200, 195, 53);
    check("grey-alpha-png", 2, 14597, 42, 10, 93, 10, 130, 130, 184, 220);
    check("grey-bmp", 1, 7237, 42, 93, 130, 184);
    check("grey-jpeg", 1, 7232, 42, 93, 131, 184);
    check("grey-png", 1, 7237, 42, 93, 130, 184);
    check("jpeg", 3, 23484, 4, 20, 255, 215, 20, 150, 153, 122, 120, 215, 195, 44);
    check("palette-png", 3, 23526, 35, 20, 240, 185, 20, 165, 155, 108, 128, 185, 183, 68);
    check("png", 3, 23520, 5, 20, 255, 215, 20, 150, 155, 120, 120, 215, 195, 45);
    check("progressive-jpeg", 3, 23531, 8, 23, 230, 200, 27, 151, 156, 121, 117, 216, 189, 72);
    check(
        "rgba-png",
        4,
        30880,
        5,
        20,
        255,
        10,
        215,
        20,
        150,
        10,
        155,
        120,
        120,
        130,
        215,
        195,
        45,
        220);
  }

  @Test
  void gives_the_channels_asked_for() {
    assertThat(first("png", 1)).containsExactly(42);
    assertThat(first("grey-png", 3)).containsExactly(42, 42, 42);
    assertThat(first("grey-png", 4)).containsExactly(42, 42, 42, 255);
    assertThat(first("grey-alpha-png", 1)).containsExactly(42);
    assertThat(first("grey-alpha-png", 4)).containsExactly(42, 42, 42, 10);
    assertThat(first("rgba-png", 3)).containsExactly(5, 20, 255);
    assertThat(first("png", 4)).containsExactly(5, 20, 255, 255);
    assertThatThrownBy(() -> first("png", 2)).hasMessageContaining("channels must be 1 (grey)");
  }

  private static float[] first(String name, int channels) {
    return Arrays.copyOf(Images.decode(name, file(name), channels).floats(), channels);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg",
        "progressive-jpeg",
        "cmyk-jpeg",
        "grey-jpeg",
        "png",
        "palette-png",
        "gif",
        "bmp",
        "16-bit-grey-png",
        "animated-gif"
      })
  void says_which_file_is_cut_short(String name) {
    byte[] whole = file(name);
    // What is left of an animation may well hold its first picture.
    int most = name.equals("animated-gif") ? whole.length / 3 : whole.length - 1;
    for (int length = 0; length <= most; length += length < 40 || most - length < 20 ? 1 : 13) {
      byte[] part = Arrays.copyOf(whole, length);
      // The end of a PNG file carries no pixels, nor does that of a GIF file.
      boolean harmless = !name.endsWith("jpeg") && most - length < 20;
      if (!harmless) {
        assertThatThrownBy(() -> Images.decode("photo", part, 3))
            .as("%s, %d of %d bytes", name, length, whole.length)
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("photo: ");
      }
    }
  }

  /** Whatever is in a file, the answer is an image or a sentence. */
  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "progressive-jpeg", "cmyk-jpeg", "png", "gif", "bmp", "rgba-png"})
  void survives_damage_anywhere(String name) {
    byte[] whole = file(name);
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] bad = whole.clone();
      bad[at] ^= (byte) (1 << at % 8);
      bad[(at * 7 + 3) % bad.length] += 91;
      try {
        assertThat(Images.decode("photo", bad, 3).shape().dim(2)).isEqualTo(3);
      } catch (DataException e) {
        assertThat(e).hasMessageStartingWith("photo: ");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void tells_what_a_file_is_instead() throws IOException {
    assertRefused("", "got an empty file");
    assertRefused("<html>404", "got text such as HTML or SVG; did a download fail?");
    assertRefused("RIFFxxxxWEBPVP8", "got a WebP file; convert it first");
    assertRefused("hello", "got a file that begins with the bytes 68 65 6c 6c");
    assertThatThrownBy(() -> Images.load(dir.resolve("nowhere.png")))
        .hasMessageContaining("nowhere.png: no such file");
  }

  private void assertRefused(String content, String message) throws IOException {
    Path file = Files.writeString(dir.resolve("a.png"), content, StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Images.load(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": expected an image (JPEG, PNG, BMP or GIF), " + message);
  }

  @Test
  void writes_what_it_reads() {
    Tensor image = Images.decode("rgba", file("rgba-png"), 4);
    Images.save(dir.resolve("a.png"), image);
    assertThat(Images.load(dir.resolve("a.png"), 4)).isEqualTo(image);
    Tensor grey = Images.decode("grey", file("grey-png"), 1);
    Images.save(dir.resolve("b.png"), grey);
    assertThat(Images.load(dir.resolve("b.png"), 1)).isEqualTo(grey);
  }

  /** {@code i * i % 23}, five rows of seven. */
  private static Tensor pattern() {
    float[] values = new float[35];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * i % 23;
    }
    return Tensor.of(Shape.of(5, 7, 1), values);
  }

  /** From {@code keras.ops.image.resize} on JAX, which TensorFlow meets to its own rounding. */
  @Test
  void resizes_as_keras_does() {
    shrinks(
        Interpolation.BILINEAR,
        false,
        3.125f,
        6.9167f,
        12.167f,
        8.3333f,
        14.25f,
        4.25f,
        3.375f,
        11.625f,
        5.0417f,
        3.2917f,
        9.7083f,
        8.9583f);
    shrinks(
        Interpolation.BILINEAR,
        true,
        4.5782f,
        7.92f,
        9.2343f,
        7.8367f,
        10.608f,
        7.68f,
        6.76f,
        10.81f,
        4.9456f,
        5.4629f,
        9.1429f,
        9.4082f);
    shrinks(Interpolation.NEAREST, false, 0, 4, 16, 13, 12, 3, 2, 9, 2, 3, 12, 6);
    shrinks(Interpolation.NEAREST, true, 0, 4, 16, 13, 12, 3, 2, 9, 2, 3, 12, 6);
    shrinks(
        Interpolation.BICUBIC,
        false,
        2.1494f,
        6.6947f,
        13.496f,
        8.3079f,
        14.547f,
        3.1973f,
        2.3223f,
        11.828f,
        4.7631f,
        2.6624f,
        10.278f,
        8.6142f);
    shrinks(
        Interpolation.BICUBIC,
        true,
        4.4885f,
        8.4892f,
        9.4061f,
        7.5196f,
        11.261f,
        7.593f,
        6.005f,
        11.291f,
        4.6457f,
        5.2502f,
        9.3449f,
        9.4692f);
    shrinks(
        Interpolation.LANCZOS3,
        false,
        1.6428f,
        6.719f,
        14.079f,
        7.7304f,
        15.229f,
        3.1702f,
        2.2793f,
        12.475f,
        4.6083f,
        2.5435f,
        10.751f,
        8.556f);
    shrinks(
        Interpolation.LANCZOS3,
        true,
        4.6288f,
        9.3404f,
        9.3555f,
        7.22f,
        11.521f,
        7.6531f,
        5.3874f,
        11.49f,
        4.1145f,
        5.0492f,
        9.4722f,
        9.4457f);
  }

  private static void shrinks(Interpolation how, boolean antialias, float... expected) {
    Tensor got = Images.resize(pattern(), 3, 4, how, antialias);
    assertThat(got.shape()).isEqualTo(Shape.of(3, 4, 1));
    assertThat(got.floats()).as("%s", how).containsExactly(expected, Offset.offset(6e-4f));
  }

  /** The first two of eight rows of nine, from the same. */
  @Test
  void enlarges_as_keras_does() {
    assertThat(Arrays.copyOf(Images.resize(pattern(), 8, 9).floats(), 18))
        .containsExactly(
            new float[] {
              0, 0.66667f, 2.3333f, 5.1111f, 9, 14.444f, 8.2222f, 5.6667f, 13, 1.3125f, 6.0625f,
              8.0208f, 7.7361f, 8.5625f, 10.944f, 7.25f, 6.1042f, 10.812f
            },
            Offset.offset(6e-4f));
    Tensor cubic = Images.resize(pattern(), 8, 9, Interpolation.BICUBIC, true);
    assertThat(Arrays.copyOf(cubic.floats(), 9))
        .containsExactly(
            new float[] {
              -0.21552f, -0.48142f, 1.0375f, 4.5065f, 9.072f, 16.504f, 7.797f, 4.3841f, 13.911f
            },
            Offset.offset(6e-4f));
  }

  @Test
  void resizes_rows_one_by_one_and_channels_apart() {
    Tensor two = Tensor.of(Shape.of(2, 1, 2, 2), 1, 10, 3, 30, 5, 50, 7, 70);
    assertThat(Images.resize(two, 1, 1)).isEqualTo(Tensor.of(Shape.of(2, 1, 1, 2), 2, 20, 6, 60));
    assertThat(Images.resize(two, 1, 2)).isSameAs(two);
    assertThatThrownBy(() -> Images.resize(Tensor.zeros(Shape.of(4, 4)), 2, 2))
        .hasMessageContaining("got (4, 4)");
    assertThatThrownBy(() -> Images.resize(two, 0, 2)).hasMessageContaining("got 0 x 2");
  }
}
