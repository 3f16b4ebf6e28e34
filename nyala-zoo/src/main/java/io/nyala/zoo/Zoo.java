// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo;

import io.nyala.zoo.networks.MobileNetV2;
import io.nyala.zoo.networks.SqueezeNet;

/** Makes all networks of the zoo, with Keras's defaults; options are chained setters. */
public final class Zoo {
  private Zoo() {}

  /** Returns MobileNetV2: {@code keras.applications.MobileNetV2}. */
  public static MobileNetV2 mobileNetV2() {
    return new MobileNetV2();
  }

  /** Returns SqueezeNet 1.1. */
  public static SqueezeNet squeezeNet() {
    return new SqueezeNet();
  }
}
