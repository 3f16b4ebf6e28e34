// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.batches.Batch;
import io.nyala.batches.BatchSource;
import io.nyala.data.samples.ShapeImages;
import io.nyala.data.streams.Dataset;
import io.nyala.images.FillMode;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The geometry is Keras's; what is drawn depends on the key alone. */
class ImageAugmentationTest {
  /** {@code i * i % 17}, five rows of five. */
  private static final float[] IMAGE = {
    0, 1, 4, 9, 16, 8, 2, 15, 13, 13, 15, 2, 8, 16, 9, 4, 1, 0, 1, 4, 9, 16, 8, 2, 15
  };

  /** From Keras 3.15's apply_affine_transform(order=1) of its ImageDataGenerator. */
  @Test
  void finds_pixels_where_keras_finds_them() {
    check(
        ImageAugmentation.matrix(Math.toRadians(20), 0, 0, 0, 1, 1, 5, 5),
        FillMode.NEAREST,
        0.80466f,
        3.233f,
        8.1694f,
        13.197f,
        13.586f,
        2.2543f,
        5.8151f,
        14.1f,
        13.414f,
        10.023f,
        9.2213f,
        2.5062f,
        8f,
        10.532f,
        5.599f,
        12.188f,
        3.3809f,
        0.68009f,
        1.6728f,
        6.5876f,
        4.9767f,
        7.58f,
        11.93f,
        6.4661f,
        4.5395f);
    check(
        ImageAugmentation.matrix(0, 0.3, -1.2, 0, 1, 1, 5, 5),
        FillMode.REFLECT,
        1.48f,
        2.7f,
        7.28f,
        11.48f,
        15.4f,
        0.3f,
        1.9f,
        5.5f,
        11.1f,
        16f,
        5.02f,
        5.1f,
        12.62f,
        12.62f,
        13.6f,
        10.12f,
        4.22f,
        11.2f,
        13.72f,
        9.8f,
        4.7f,
        1.32f,
        2.32f,
        4.3f,
        5f);
    check(
        ImageAugmentation.matrix(
            Math.toRadians(-15), 0.5, 0.25, Math.toRadians(10), 0.8, 1.1, 5, 5),
        FillMode.NEAREST,
        1.5889f,
        3.6206f,
        5.7796f,
        9.9007f,
        15.31f,
        2.8443f,
        9.7662f,
        14.056f,
        12.537f,
        14.186f,
        1.4789f,
        4.5993f,
        11.055f,
        13.685f,
        10.208f,
        9.8049f,
        3.824f,
        1.3701f,
        2.2531f,
        5.0311f,
        14.449f,
        8.2666f,
        3.5635f,
        8.658f,
        13.785f);
  }

  /** The literals have five digits. */
  private static void check(double[] matrix, FillMode fill, float... expected) {
    float[] got = new float[25];
    Resampling.affine(IMAGE, 0, 5, 5, 1, matrix, fill, 0, got, 0);
    assertThat(got).containsExactly(expected, Offset.offset(6e-4f));
  }

  @Test
  void fills_beyond_the_edges() {
    float[] got = new float[25];
    double[] oneRight = ImageAugmentation.matrix(0, -1, 0, 0, 1, 1, 5, 5);
    Resampling.affine(IMAGE, 0, 5, 5, 1, oneRight, FillMode.CONSTANT, 7, got, 0);
    assertThat(got).startsWith(7, 0, 1, 4, 9, 7, 8, 2);
    Resampling.affine(IMAGE, 0, 5, 5, 1, oneRight, FillMode.WRAP, 7, got, 0);
    assertThat(got).startsWith(16, 0, 1, 4, 9, 13, 8, 2);
    assertThat(FillMode.REFLECT.index(-1, 4)).isZero();
    assertThat(FillMode.REFLECT.index(-5, 4)).isEqualTo(3);
    assertThat(FillMode.REFLECT.index(4, 4)).isEqualTo(3);
    assertThat(FillMode.REFLECT.index(9, 4)).isEqualTo(1);
    assertThat(FillMode.NEAREST.index(9, 4)).isEqualTo(3);
  }

  /** An image that is not square turns about its own middle. */
  @Test
  void turns_by_half_a_turn() {
    float[] got = new float[8];
    float[] image = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] half = ImageAugmentation.matrix(Math.PI, 0, 0, 0, 1, 1, 2, 4);
    Resampling.affine(image, 0, 2, 4, 1, half, FillMode.NEAREST, 0, got, 0);
    assertThat(got).containsExactly(new float[] {8, 7, 6, 5, 4, 3, 2, 1}, Offset.offset(1e-6f));
  }

  @Test
  void mirrors_about_every_second_image() {
    Tensor image = Tensor.of(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
    Tensor mirrored = Tensor.of(Shape.of(2, 2, 2), 3, 4, 1, 2, 7, 8, 5, 6);
    ImageAugmentation flip = new ImageAugmentation().horizontalFlip();
    int count = 0;
    for (int key = 0; key < 400; key++) {
      Tensor got = flip.apply(image, key);
      assertThat(got).isIn(image, mirrored);
      count += got.equals(mirrored) ? 1 : 0;
    }
    assertThat(count).isBetween(170, 230); // three standard deviations
    Set<Tensor> both = new HashSet<>();
    for (int key = 0; key < 40; key++) {
      both.add(new ImageAugmentation().verticalFlip().apply(image, key));
    }
    assertThat(both)
        .containsExactlyInAnyOrder(image, Tensor.of(Shape.of(2, 2, 2), 5, 6, 7, 8, 1, 2, 3, 4));
  }

  @Test
  void changes_contrast_and_brightness_around_the_mean() {
    Tensor image = Tensor.of(Shape.of(2, 2, 1), 0.2f, 0.4f, 0.6f, 0.8f);
    float[] got = new ImageAugmentation().contrast(0.5).apply(image, 9).floats();
    float factor = (got[3] - got[0]) / 0.6f;
    assertThat(factor).isBetween(0.5f, 1.5f).isNotEqualTo(1f);
    assertThat((got[0] + got[3]) / 2).isCloseTo(0.5f, Offset.offset(1e-6f));
    got = new ImageAugmentation().brightness(0.1).apply(image, 9).floats();
    assertThat(got[0] - 0.2f).isBetween(-0.1f, 0.1f).isNotZero();
    assertThat(got[3] - got[0]).isCloseTo(0.6f, Offset.offset(1e-6f));
  }

  @Test
  void repeats_on_any_number_of_threads() {
    Tensor x = ShapeImages.generate(40, 1).x();
    ImageAugmentation change =
        new ImageAugmentation()
            .rotation(20)
            .widthShift(0.02)
            .heightShift(0.02)
            .shear(5)
            .zoom(0.9, 1.1)
            .horizontalFlip();
    List<Batch> expected = read(x, change, 0, 0);
    for (int threads : new int[] {1, 3}) {
      assertThat(read(x, change, threads, 0)).isEqualTo(expected);
    }
    assertThat(read(x, change, 2, 1)).isNotEqualTo(expected);
    Batch whole = change.apply(Batch.of(x), 5);
    assertThat(whole.x().get(0).shape()).isEqualTo(x.shape());
    assertThat(whole.x().get(0).rows(0, 1)).isNotEqualTo(x.rows(0, 1));
    assertThat(new ImageAugmentation().apply(x, 5)).isEqualTo(x);
  }

  private static List<Batch> read(Tensor x, ImageAugmentation change, int threads, long pass) {
    Dataset data =
        Dataset.fromTensors(List.of(x), List.of(), List.of())
            .mapRandom(7, change, threads)
            .batch(16);
    List<Batch> all = new ArrayList<>();
    try (BatchSource.Pass p = data.open(pass)) {
      for (Batch b = p.next(); b != null; b = p.next()) {
        all.add(b);
      }
    }
    return all;
  }

  @Test
  void refuses_what_makes_no_sense() {
    assertThatThrownBy(() -> new ImageAugmentation().rotation(-3))
        .hasMessage("rotation must be from 0 to 360.0, got -3.0");
    assertThatThrownBy(() -> new ImageAugmentation().zoom(0, 1)).hasMessageContaining("positive");
    assertThatThrownBy(() -> new ImageAugmentation().apply(Tensor.zeros(Shape.of(4, 4)), 0))
        .hasMessageContaining("got (4, 4)")
        .hasMessageContaining("1 channel");
  }
}
