// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.layers.base.Call;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import java.util.List;

/**
 * The mean of each channel: input {@code (batch, length, channels)}, output {@code (batch,
 * channels)}. With a mask, the mean is over the unmasked steps; it is 0 if all steps are masked,
 * for example for an empty text, where Keras returns NaN.
 */
public final class GlobalAveragePooling1D extends GlobalPooling<GlobalAveragePooling1D> {
  /** Creates the layer. */
  public GlobalAveragePooling1D() {
    super(false, 1);
  }

  static GlobalAveragePooling1D from(Settings s) {
    return new GlobalAveragePooling1D().read(s);
  }

  @Override
  protected List<String> argumentNames() {
    return List.of("inputs", "mask");
  }

  @Override
  protected Value call(Call call, Value input) {
    Value mask = call.mask(input);
    if (mask == null) {
      return super.call(call, input);
    }
    checkPositions(input);
    Value kept = StandIn.expandDims(mask, isChannelsFirst() ? 1 : 2);
    // Select instead of multiplying: for a fully masked row the gradient would be 0 * infinity.
    Value x = Ops.where(kept, floats(input), Ops.constant(0));
    return Ops.divide(sum(x), sum(Ops.cast(kept, DType.FLOAT32)));
  }
}
