// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.images.FillMode;
import io.nyala.images.Interpolation;
import io.nyala.layers.base.Call;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against {@code affine.npz}, computed by Keras on TensorFlow with {@code affine.py} beside it. */
class AffineSamplingTest {
  @TempDir static Path folder;

  private static Map<String, Tensor> cases() throws IOException {
    Path file = folder.resolve("affine.npz");
    if (!Files.exists(file)) {
      try (InputStream in = AffineSamplingTest.class.getResourceAsStream("affine.npz")) {
        Files.copy(in, file);
      }
    }
    return Npz.read(file);
  }

  @ParameterizedTest
  @CsvSource({
    "NEAREST, CONSTANT", "NEAREST, NEAREST", "NEAREST, REFLECT", "NEAREST, WRAP",
    "BILINEAR, CONSTANT", "BILINEAR, NEAREST", "BILINEAR, REFLECT", "BILINEAR, WRAP"
  })
  void pixels_are_found_where_keras_finds_them(Interpolation how, FillMode fill)
      throws IOException {
    Map<String, Tensor> cases = cases();
    float[] image = cases.get("image").floats();
    Tensor transforms = cases.get("transforms");
    int count = transforms.shape().dim(0);
    Tensor images = Tensor.zeros(Shape.of(count, 4, 5, 1));
    for (int i = 0; i < count; i++) {
      System.arraycopy(image, 0, images.floats(), i * image.length, image.length);
    }
    AffineSampling sampling = new AffineSampling(how == Interpolation.NEAREST, fill, -9);
    Tensor found = Evaluate.of(x -> sampling.apply(x, matrix(transforms)), images);
    Tensor expected = cases.get(how.kerasName() + "_" + fill.kerasName());
    for (int i = 0; i < count; i++) {
      // Levels up to 255 in a few sums of products: 255 x 2^-24 x 16.
      assertThat(found.rows(i, i + 1).floats())
          .as("transform %s", Arrays.toString(transforms.rows(i, i + 1).floats()))
          .containsExactly(expected.rows(i, i + 1).floats(), Offset.offset(2.5e-4f));
    }
  }

  private static AffineSampling.Matrix matrix(Tensor transforms) {
    Value[] columns = new Value[6];
    for (int k = 0; k < columns.length; k++) {
      float[] column = new float[transforms.shape().dim(0)];
      for (int i = 0; i < column.length; i++) {
        column[i] = transforms.at(i * 8 + k);
      }
      columns[k] = Ops.constant(Tensor.of(Shape.of(column.length, 1, 1, 1), column));
    }
    return new AffineSampling.Matrix(
        columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
  }

  /** A row of 10, 20, 40, 80; what Keras 3.15.1 gives on TensorFlow and on JAX. */
  @Test
  void half_a_pixel_goes_away_from_the_first() {
    Tensor row = Tensor.of(Shape.of(1, 1, 4, 1), 10, 20, 40, 80);
    assertThat(shifted(row, 0.125, x -> x.fill(7))).containsExactly(7, 20, 40, 80);
    assertThat(shifted(row, -0.125, x -> x.fill(7))).containsExactly(20, 40, 80, 7);
    assertThat(shifted(row, 0.375, x -> x.fill(7))).containsExactly(7, 7, 20, 40);
    assertThat(shifted(row, 0.125, x -> x.fill(FillMode.WRAP))).containsExactly(80, 20, 40, 80);
    assertThat(shifted(row, 0.375, x -> x.fill(FillMode.REFLECT))).containsExactly(20, 10, 20, 40);
  }

  private static float[] shifted(Tensor x, double share, UnaryOperator<RandomTranslation> filled) {
    RandomTranslation layer = new RandomTranslation(0, 0, share, share);
    layer = filled.apply(layer.interpolation(Interpolation.NEAREST));
    return Evaluate.layer(layer, Call.training(1), 0, x).floats();
  }
}
