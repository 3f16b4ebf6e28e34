// SPDX-License-Identifier: Apache-2.0
package io.nyala.cli;

import io.nyala.examples.recipe.UsageException;
import io.nyala.zoo.Zoo;
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
    try {
      return alpha == null ? Zoo.named(name) : Zoo.named(name, alpha);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage(), e);
    }
  }
}
