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
 * channels)}. Where there is a mask, the mean is over what it keeps; it is 0 where that is nothing,
 * a text without words for one, of which Keras makes NaN.
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
    // Chosen rather than multiplied: where nothing is kept, no gradient of 0 * infinity flows back.
    Value x = Ops.where(kept, floats(input), Ops.constant(0));
    return Ops.divide(sum(x), sum(Ops.cast(kept, DType.FLOAT32)));
  }
}
