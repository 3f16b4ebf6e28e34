// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import static io.nyala.layers.Layers.averagePooling2D;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.maxPooling2D;

import io.nyala.layers.base.Padding;
import io.nyala.ops.Value;

/**
 * InceptionV3 (Szegedy et al. 2015, "Rethinking the Inception Architecture for Computer Vision").
 * Images are 299 x 299 by default, at least 75 x 75. The last two blocks begin with layer 249 of a
 * network without its classifier.
 */
public final class InceptionV3 extends ZooNetwork<InceptionV3> {
  private CreationNames names;

  /** Creates the network with Keras's defaults. */
  public InceptionV3() {
    super("inception_v3", 299, 75, Preprocessing.TF);
  }

  @Override
  boolean namesTopPool() {
    return true;
  }

  @Override
  Value features(Value image) {
    names = new CreationNames();
    Value x = conv(image, 32, 3, 3, 2, Padding.VALID);
    x = conv(x, 32, 3, 3, 1, Padding.VALID);
    x = conv(x, 64, 3, 3);
    x = names.name(maxPooling2D(3).strides(2)).apply(x);
    x = conv(x, 80, 1, 1, 1, Padding.VALID);
    x = conv(x, 192, 3, 3, 1, Padding.VALID);
    x = names.name(maxPooling2D(3).strides(2)).apply(x);
    x = blockOf5(x, "mixed0", 32);
    x = blockOf5(x, "mixed1", 64);
    x = blockOf5(x, "mixed2", 64);
    x = firstHalving(x);
    x = blockOf7(x, "mixed4", 128);
    x = blockOf7(x, "mixed5", 160);
    x = blockOf7(x, "mixed6", 160);
    x = blockOf7(x, "mixed7", 192);
    x = secondHalving(x);
    x = wideBlock(x, 0);
    return wideBlock(x, 1);
  }

  private Value blockOf5(Value x, String name, int pooled) {
    Value one = conv(x, 64, 1, 1);
    Value five = conv(conv(x, 48, 1, 1), 64, 5, 5);
    Value three = conv(conv(conv(x, 64, 1, 1), 96, 3, 3), 96, 3, 3);
    return concatenate().named(name).apply(one, five, three, pooled(x, pooled));
  }

  private Value firstHalving(Value x) {
    Value three = conv(x, 384, 3, 3, 2, Padding.VALID);
    Value twice = conv(conv(x, 64, 1, 1), 96, 3, 3);
    twice = conv(twice, 96, 3, 3, 2, Padding.VALID);
    Value pool = names.name(maxPooling2D(3).strides(2)).apply(x);
    return concatenate().named("mixed3").apply(three, twice, pool);
  }

  private Value blockOf7(Value x, String name, int inner) {
    Value one = conv(x, 192, 1, 1);
    Value seven = conv(conv(conv(x, inner, 1, 1), inner, 1, 7), 192, 7, 1);
    Value twice = conv(conv(conv(x, inner, 1, 1), inner, 7, 1), inner, 1, 7);
    twice = conv(conv(twice, inner, 7, 1), 192, 1, 7);
    return concatenate().named(name).apply(one, seven, twice, pooled(x, 192));
  }

  private Value secondHalving(Value x) {
    Value three = conv(conv(x, 192, 1, 1), 320, 3, 3, 2, Padding.VALID);
    Value seven = conv(conv(conv(x, 192, 1, 1), 192, 1, 7), 192, 7, 1);
    seven = conv(seven, 192, 3, 3, 2, Padding.VALID);
    Value pool = names.name(maxPooling2D(3).strides(2)).apply(x);
    return concatenate().named("mixed8").apply(three, seven, pool);
  }

  private Value wideBlock(Value x, int number) {
    Value one = conv(x, 320, 1, 1);
    Value three = conv(x, 384, 1, 1);
    Value left = conv(three, 384, 1, 3);
    Value right = conv(three, 384, 3, 1);
    three = concatenate().named("mixed9_" + number).apply(left, right);
    Value twice = conv(conv(x, 448, 1, 1), 384, 3, 3);
    left = conv(twice, 384, 1, 3);
    right = conv(twice, 384, 3, 1);
    twice = names.name(concatenate()).apply(left, right);
    return concatenate().named("mixed" + (9 + number)).apply(one, three, twice, pooled(x, 192));
  }

  private Value pooled(Value x, int filters) {
    Value mean = names.name(averagePooling2D(3).strides(1).padding(Padding.SAME)).apply(x);
    return conv(mean, filters, 1, 1);
  }

  private Value conv(Value x, int filters, int rows, int columns) {
    return conv(x, filters, rows, columns, 1, Padding.SAME);
  }

  private Value conv(Value x, int filters, int rows, int columns, int stride, Padding padding) {
    return Blocks.inceptionConv(names, x, filters, rows, columns, stride, padding);
  }
}
