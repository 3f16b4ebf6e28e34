// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.networks;

import java.util.OptionalDouble;

/**
 * The published accuracy of weights on the validation images of their data set. Who publishes it
 * crops and resizes images in an own way; with a plain resize it is usually lower.
 *
 * @param first the share of images whose most probable class is right
 * @param five the share of images whose class is among the five most probable ones; NaN if it is
 *     not published
 * @param source who says so
 */
public record PublishedAccuracy(double first, double five, String source) {
  /** Returns the share of images whose class is among the five most probable ones, if published. */
  public OptionalDouble top5() {
    return Double.isNaN(five) ? OptionalDouble.empty() : OptionalDouble.of(five);
  }
}
