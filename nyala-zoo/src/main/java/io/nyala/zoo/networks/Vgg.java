// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.maxPooling2D;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;
import io.nyala.zoo.names.LayerNames;

/**
 * VGG16 and VGG19 (Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale
 * Image Recognition"): blocks of 3 x 3 convolutions. Images are 224 x 224 by default, at least 32 x
 * 32.
 */
public final class Vgg extends ZooNetwork<Vgg> {
  private static final int[] FILTERS = {64, 128, 256, 512, 512};
  private static final int HIDDEN = 4096;

  private final int[] depths;

  private Vgg(String name, int... depths) {
    super(name, 224, 32, Preprocessing.CAFFE);
    this.depths = depths;
  }

  /** Returns VGG16 with Keras's defaults. */
  public static Vgg vgg16() {
    return new Vgg("vgg16", 2, 2, 3, 3, 3);
  }

  /** Returns VGG19 with Keras's defaults. */
  public static Vgg vgg19() {
    return new Vgg("vgg19", 2, 2, 4, 4, 4);
  }

  @Override
  Value features(Value image) {
    Value x = image;
    for (int block = 0; block < depths.length; block++) {
      String prefix = "block" + (block + 1);
      for (int i = 1; i <= depths[block]; i++) {
        x =
            conv2D(FILTERS[block], 3)
                .activation(RELU)
                .padding(Padding.SAME)
                .named(prefix + "_conv" + i)
                .apply(x);
      }
      x = maxPooling2D(2).strides(2).named(prefix + "_pool").apply(x);
    }
    return x;
  }

  @Override
  Value classifier(Value features) {
    Value x = flatten().named("flatten").apply(features);
    x = dense(HIDDEN).activation(RELU).named("fc1").apply(x);
    return predictions(dense(HIDDEN).activation(RELU).named("fc2").apply(x));
  }

  @Override
  LayerNames layerNames(Naming whose) {
    if (whose != Naming.TORCHVISION && whose != Naming.TIMM) {
      return null;
    }
    boolean timm = whose == Naming.TIMM;
    LayerNames names = new LayerNames(timm ? "timm" : "torchvision");
    names.architectures(name());
    int number = 0;
    for (int block = 0; block < depths.length; block++) {
      for (int i = 1; i <= depths[block]; i++) {
        names.add("block%d_conv%d".formatted(block + 1, i), "features." + number);
        number += 2; // the activation has a number too
      }
      number++; // and the pooling
    }
    if (timm) {
      names.add("fc1", "pre_logits.fc1").add("fc2", "pre_logits.fc2");
      return names.add("predictions", "head.fc");
    }
    names.addFlattened("fc1", "classifier.0", FILTERS[FILTERS.length - 1]);
    return names.add("fc2", "classifier.3").add("predictions", "classifier.6");
  }
}
