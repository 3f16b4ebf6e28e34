// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import static io.nyala.zoo.networks.TrainedOn.IMAGENET;

import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.ZooNetwork;
import java.nio.file.Path;

/**
 * A pretrained network whose features photos are described by.
 *
 * @param name its name in the zoo
 * @param alpha its width, or null
 * @param weights the file of its weights, or null for published ones
 */
public record Trunk(String name, Double alpha, Path weights) {
  /** Returns the network with its weights. */
  public ZooNetwork<?> network() {
    ZooNetwork<?> network = alpha == null ? Zoo.named(name) : Zoo.named(name, alpha);
    return weights == null ? network.weights(IMAGENET) : network.weights(weights);
  }

  /** Returns height and width of its images. */
  public int size() {
    return (alpha == null ? Zoo.named(name) : Zoo.named(name, alpha)).imageSize().dim(0);
  }
}
