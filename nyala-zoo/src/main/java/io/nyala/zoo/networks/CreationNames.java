// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerNames;
import java.util.HashMap;
import java.util.Map;

/**
 * Names for layers that have none of their own, in the order of their creation, as Keras gives
 * them: {@code conv2d}, {@code conv2d_1}. A model itself would number its layers in their order in
 * the model, which is another one where branches are parallel.
 */
final class CreationNames {
  private final Map<String, Integer> taken = new HashMap<>();

  /** Names a layer and returns it. */
  <L extends Layer> L name(L layer) {
    String kind = LayerNames.snakeCase(layer.className());
    int number = taken.merge(kind, 1, Integer::sum) - 1;
    layer.named(number == 0 ? kind : kind + "_" + number);
    return layer;
  }
}
