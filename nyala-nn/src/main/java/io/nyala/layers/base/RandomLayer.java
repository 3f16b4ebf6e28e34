// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.settings.Settings;
import java.util.Map;

/**
 * Base class of layers that draw random numbers during training and pass their input through in
 * inference.
 *
 * @param <L> the concrete layer type
 */
public abstract class RandomLayer<L extends RandomLayer<L>> extends ChainedLayer<L> {
  private Long seed;

  /** Creates a layer that draws from the random streams of training. */
  protected RandomLayer() {}

  /**
   * Sets a seed for this layer only; the default is the seed of training. With its own seed, the
   * layer draws the same numbers wherever it is applied.
   */
  public L seed(long newSeed) {
    L self = unbuilt();
    this.seed = newSeed;
    return self;
  }

  /** Reads the seed from the settings. */
  protected final L readSeed(Settings s) {
    seed = s.getSeed("seed");
    return unbuilt();
  }

  /** Returns the key of the random stream for this call. */
  protected final long stream(Call call) {
    long drawn = call.newStream();
    return seed == null ? drawn : seed;
  }

  /** Writes the seed under its Keras name. */
  protected final void putSeed(Map<String, Object> config) {
    config.put("seed", seed);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }
}
