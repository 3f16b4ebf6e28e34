// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.settings.Settings;

/**
 * Adam with decoupled weight decay, 0.004 by default (Loshchilov and Hutter, 2017); the rule is in
 * {@link AdamRule}.
 */
public final class AdamW extends AdamRule<AdamW> {
  private static final double WEIGHT_DECAY = 0.004;

  /** Creates the optimizer with Keras's default learning rate, 0.001. */
  public AdamW() {
    this(1e-3);
  }

  /** Creates the optimizer with a learning rate. */
  public AdamW(double learningRate) {
    super("adam_w", learningRate);
    settings.weightDecay = WEIGHT_DECAY;
  }

  static AdamW of(Settings config) {
    return new AdamW().read(config);
  }
}
