// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.activation;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.maxPooling2D;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Padding;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import java.util.ArrayList;
import java.util.List;

/** Classifiers for ten classes of colour images of 32 x 32 pixels. */
final class ImageNetworks {
  private static final int SIZE = 32;
  private static final int CHANNELS = 3;
  private static final int CLASSES = 10;

  private ImageNetworks() {}

  /** The book's network; its script with augmentation has no dropout. */
  static Model book(boolean withDropout) {
    double rate = withDropout ? 0.2 : 0;
    return Sequential.of(
        input(SIZE, SIZE, CHANNELS),
        conv2D(64, 3).activation(RELU),
        batchNormalization(),
        maxPooling2D(2),
        conv2D(32, 3).activation(RELU),
        batchNormalization(),
        maxPooling2D(2),
        flatten(),
        dense(512).activation(RELU),
        dropout(rate),
        dense(256).activation(RELU),
        dropout(rate),
        dense(CLASSES).activation(SOFTMAX));
  }

  /** Three blocks of two convolutions each, in the style of Simonyan and Zisserman (2014). */
  static Model vgg() {
    List<Layer> layers = new ArrayList<>();
    double rate = 0.1;
    for (int filters : new int[] {32, 64, 128}) {
      for (int i = 0; i < 2; i++) {
        layers.add(conv2D(filters, 3).padding(Padding.SAME).useBias(false));
        layers.add(batchNormalization().momentum(0.9));
        layers.add(activation(RELU));
      }
      layers.add(maxPooling2D(2));
      layers.add(dropout(rate));
      rate += 0.1;
    }
    layers.add(globalAveragePooling2D());
    layers.add(dense(CLASSES).activation(SOFTMAX));
    return Sequential.of(input(SIZE, SIZE, CHANNELS), layers.toArray(Layer[]::new));
  }
}
