// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Settings;

/** Adaptive moment estimation (Kingma and Ba, 2014); the rule is in {@link AdamRule}. */
public final class Adam extends AdamRule<Adam> {
  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public Adam() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public Adam(double learningRate) {
    super("adam", learningRate);
  }

  static Adam of(Settings config) {
    return new Adam().read(config);
  }
}
