// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.regularizers.Regularizer;

/**
 * A layer whose setters return its own type, so that {@code dense(8).named("out").useBias(false)}
 * reads in any order.
 *
 * @param <L> the concrete layer type
 */
public abstract class ChainedLayer<L extends ChainedLayer<L>> extends Layer {
  /** Creates a layer that is not built yet. */
  protected ChainedLayer() {}

  /**
   * Returns this layer; for setters of properties that {@link #build} depends on.
   *
   * @throws IllegalStateException if the layer is built
   */
  protected final L unbuilt() {
    if (isBuilt()) {
      throw new IllegalStateException(
          this + " is already built; configure a layer before it is first applied");
    }
    return self();
  }

  @SuppressWarnings("unchecked") // by the bound on L
  private L self() {
    return (L) this;
  }

  @Override
  public L named(String newName) {
    super.named(newName);
    return self();
  }

  @Override
  public L trainable(boolean newTrainable) {
    super.trainable(newTrainable);
    return self();
  }

  @Override
  public L activityRegularizer(Regularizer newRegularizer) {
    super.activityRegularizer(newRegularizer);
    return self();
  }
}
