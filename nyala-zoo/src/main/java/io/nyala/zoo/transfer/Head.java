// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;

import io.nyala.layers.Layers;
import io.nyala.layers.base.Layer;
import io.nyala.settings.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * The classifier that is put on a trunk: by default one dense layer.
 *
 * <pre>{@code
 * Transfer pets = Zoo.mobileNetV2().weights(file).head(Head.of(2).hidden(1024).dropout(0.5));
 * }</pre>
 *
 * <p>Its layers are called {@code head_1}, {@code head_2} and so on for the hidden layers, {@code
 * head_dropout}, and {@code head} for the last one.
 */
public final class Head {
  private final int classes;
  private int[] hidden = {};
  private double rate;

  private Head(int classes) {
    this.classes = Numbers.positive("head", "classes", classes);
  }

  /**
   * Returns a head without hidden layers.
   *
   * @param classes the number of classes: 1 or 2 for one sigmoid unit, more for softmax
   */
  public static Head of(int classes) {
    return new Head(classes);
  }

  /** Sets the units of the hidden layers, which are dense with relu; none by default. */
  public Head hidden(int... units) {
    for (int each : units) {
      Numbers.positive("head", "hidden", each);
    }
    hidden = units.clone();
    return this;
  }

  /** Sets the share of the last layer's inputs that training drops; 0 by default. */
  public Head dropout(double share) {
    rate = Numbers.share("head", "dropout", share);
    return this;
  }

  /** Returns new layers, in order. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < hidden.length; i++) {
      layers.add(dense(hidden[i]).activation(RELU).named("head_" + (i + 1)));
    }
    if (rate > 0) {
      layers.add(Layers.dropout(rate).named("head_dropout"));
    }
    boolean two = classes <= 2;
    layers.add(dense(two ? 1 : classes).activation(two ? SIGMOID : SOFTMAX).named("head"));
    return layers;
  }
}
