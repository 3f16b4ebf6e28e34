// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.dense;

import io.nyala.layers.base.Layer;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.settings.Names;
import io.nyala.settings.Numbers;
import java.util.List;

/**
 * A pretrained network without its classifier, the trunk, with a new head. The model takes RGB
 * images with values from 0 to 255; the preprocessing of the trunk is part of it and of its saved
 * file.
 *
 * <p>The trunk begins frozen. Flags take effect when the model is compiled the next time.
 */
public final class Transfer {
  private final Model trunk;
  private final Model model;

  private Transfer(Model trunk, Model model) {
    this.trunk = trunk;
    this.model = model;
  }

  /**
   * Puts a head on a trunk.
   *
   * @param trunk from preprocessed images to {@code (batch, features)}
   * @param image the input of the model
   * @param prepared the image as the trunk expects it
   * @param classes the number of classes: 1 or 2 for one sigmoid unit, more for softmax
   */
  public static Transfer of(Model trunk, Value image, Value prepared, int classes) {
    Numbers.positive("head", "classes", classes);
    trunk.trainable(false);
    Value features = trunk.apply(prepared);
    boolean two = classes <= 2;
    Value output =
        dense(two ? 1 : classes).activation(two ? SIGMOID : SOFTMAX).named("head").apply(features);
    return new Transfer(trunk, Model.of(image, output));
  }

  /** Returns the whole model: preprocessing, trunk and head. */
  public Model model() {
    return model;
  }

  /** Returns the trunk. */
  public Model trunk() {
    return trunk;
  }

  /** Freezes the whole trunk. */
  public Transfer freeze() {
    trunk.trainable(false);
    return this;
  }

  /**
   * Unfreezes the trunk from a layer on, in the order of {@link Model#layers}, and freezes what
   * precedes it.
   *
   * @throws IllegalArgumentException if there is no layer of this name
   */
  public Transfer unfreezeFrom(String layer) {
    Layer first = Names.find("layer", trunk, layer, trunk.layers(), Layer::name);
    return unfreezeFrom(trunk.layers().indexOf(first));
  }

  /**
   * Unfreezes the trunk from a layer on, and freezes what precedes it.
   *
   * @param index from 0, which unfreezes all
   */
  public Transfer unfreezeFrom(int index) {
    List<Layer> layers = trunk.layers();
    if (index < 0 || index >= layers.size()) {
      throw new IllegalArgumentException(
          "%s has layers 0 to %d, got %d".formatted(trunk, layers.size() - 1, index));
    }
    trunk.trainable(true);
    layers.subList(0, index).forEach(l -> l.trainable(false));
    return this;
  }
}
