// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.MobileNet;
import io.nyala.zoo.networks.MobileNetV2;
import io.nyala.zoo.networks.MobileNetV3;
import io.nyala.zoo.networks.ZooNetwork;

/** Makes networks of the zoo from options. */
final class ZooNames {
  private ZooNames() {}

  /**
   * Makes a network by its name.
   *
   * @param alpha the width of a MobileNet, or null
   * @throws UsageException if there is no such network, or it has no width
   */
  static ZooNetwork<?> network(String name, Double alpha) {
    if (!Zoo.names().contains(name)) {
      throw new UsageException(
          "--model: no file and no network '%s'; there are %s"
              .formatted(name, String.join(", ", Zoo.names())));
    }
    ZooNetwork<?> network = Zoo.named(name);
    if (alpha == null) {
      return network;
    }
    return switch (network) {
      case MobileNet n -> n.alpha(alpha);
      case MobileNetV2 n -> n.alpha(alpha);
      case MobileNetV3 n -> n.alpha(alpha);
      default -> throw new UsageException("--alpha is for MobileNets, not for " + name);
    };
  }
}
