// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.models.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Padding;
import io.nyala.optimizers.Adam;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A network of convolutions tells upright bars from level ones, wherever they are. */
class ImageNetworkTest {
  private static final int ROWS = 128;
  private static final int SIDE = 8;
  private static final Tensor LABELS = labels();

  private static Tensor labels() {
    float[] y = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      y[r] = r % 2;
    }
    return Tensor.of(Shape.of(ROWS, 1), y);
  }

  /** Returns images with a bar each, upright where the label is 1. */
  private static Tensor bars(int seed, int side) {
    Random random = new Random(seed);
    float[] x = new float[ROWS * side * side];
    for (int r = 0; r < ROWS; r++) {
      int at = random.nextInt(side);
      for (int i = 0; i < side; i++) {
        int row = r % 2 == 1 ? i : at;
        int column = r % 2 == 1 ? at : i;
        x[(r * side + row) * side + column] = 1;
      }
    }
    return Tensor.of(Shape.of(ROWS, side, side, 1), x);
  }

  private static Model trained(int height, int width) {
    Model model =
        Sequential.of(
            input(height, width, 1),
            conv2D(4, 3).padding(Padding.SAME).activation(RELU),
            maxPooling2D(),
            conv2D(4, 3).activation(RELU),
            globalAveragePooling2D(),
            dense(1).activation(SIGMOID));
    model.compile(new Adam(0.02), binaryCrossentropy());
    model.fit(bars(1, SIDE), LABELS, fit().epochs(15).batchSize(16));
    return model;
  }

  private static double accuracy(Model model, Tensor x) {
    Tensor y = model.predict(x);
    int right = 0;
    for (int r = 0; r < ROWS; r++) {
      right += (y.at(r) > 0.5) == (r % 2 == 1) ? 1 : 0;
    }
    return (double) right / ROWS;
  }

  @Test
  void learns_what_a_picture_shows() {
    assertThat(accuracy(trained(SIDE, SIDE), bars(2, SIDE))).isGreaterThan(0.95);
  }

  @Test
  void takes_pictures_of_any_size() {
    Model model = trained(Shape.UNKNOWN, Shape.UNKNOWN);
    assertThat(accuracy(model, bars(2, SIDE))).isGreaterThan(0.95);
    assertThat(accuracy(model, bars(3, SIDE + 3))).isGreaterThan(0.9);
    assertThatThrownBy(model::predictor)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(
            "single rows need an input whose extents are known, not (?, ?, ?, 1); use predict");
  }
}
