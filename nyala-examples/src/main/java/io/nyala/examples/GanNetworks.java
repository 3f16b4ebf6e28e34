// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.leakyRelu;
import static io.nyala.layers.Layers.reshape;
import static io.nyala.layers.Layers.upSampling2D;
import static io.nyala.layers.Layers.zeroPadding2D;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Padding;
import io.nyala.layers.convolutional.Conv2D;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import java.util.ArrayList;
import java.util.List;

/** The book's generator and discriminator, for images with values in (-1, 1). */
final class GanNetworks {
  /** The number of noise values from which an image is generated. */
  static final int NOISE = 100;

  private static final double MOMENTUM = 0.8;
  private static final double SLOPE = 0.2;
  private static final double RATE = 0.25;
  private static final int FIRST = 128;

  private GanNetworks() {}

  /**
   * Generates an image from noise.
   *
   * @param size height and width of an image, a multiple of 4
   */
  static Model generator(int size, int channels) {
    int small = size / 4;
    return Sequential.of(
        input(NOISE),
        dense(FIRST * small * small).activation(RELU),
        reshape(small, small, FIRST),
        batchNormalization().momentum(MOMENTUM),
        upSampling2D(2),
        same(128).activation(RELU),
        batchNormalization().momentum(MOMENTUM),
        upSampling2D(2),
        same(64).activation(RELU),
        batchNormalization().momentum(MOMENTUM),
        same(channels).activation(TANH));
  }

  /** Distinguishes real images, 1, from generated images, 0. */
  static Model discriminator(int size, int channels) {
    List<Layer> layers = new ArrayList<>();
    layers.add(same(32).strides(2));
    layers.add(leakyRelu(SLOPE));
    layers.add(dropout(RATE));
    layers.add(same(64).strides(2));
    if (size % 8 != 0) {
      layers.add(zeroPadding2D(0, 1, 0, 1)); // 7 x 7 becomes 8 x 8
    }
    layers.add(leakyRelu(SLOPE));
    layers.add(dropout(RATE));
    layers.add(batchNormalization().momentum(MOMENTUM));
    layers.add(same(128).strides(2));
    layers.add(leakyRelu(SLOPE));
    layers.add(dropout(RATE));
    layers.add(batchNormalization().momentum(MOMENTUM));
    layers.add(same(256));
    layers.add(leakyRelu(SLOPE));
    layers.add(dropout(RATE));
    layers.add(flatten());
    layers.add(dense(1).activation(SIGMOID));
    return Sequential.of(input(size, size, channels), layers.toArray(Layer[]::new));
  }

  private static Conv2D same(int filters) {
    return conv2D(filters, 3).padding(Padding.SAME);
  }
}
