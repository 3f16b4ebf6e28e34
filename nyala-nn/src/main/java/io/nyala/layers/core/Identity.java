// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.core;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.ops.Value;

/** Passes its input on. */
public final class Identity extends ChainedLayer<Identity> {
  /** Creates the layer. */
  public Identity() {}

  @Override
  protected Value call(Call call, Value x) {
    return x;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }
}
