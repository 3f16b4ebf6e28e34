// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.convolutional;

import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.ShapeException;
import java.util.Map;

/**
 * Base class of convolutions, with optional channel groups.
 *
 * @param <L> the concrete layer type
 */
abstract class Conv<L extends Conv<L>> extends FilterConvolution<L> {
  private int groups = 1;

  Conv(int spatialRank, int filters, int... kernelSize) {
    super(spatialRank, filters, kernelSize);
  }

  @Override
  final L read(Settings s) {
    groups(s.getInt("groups", 1));
    return super.read(s);
  }

  /**
   * Sets the number of channel groups that are convolved separately; default 1. It must divide the
   * number of channels and of filters.
   */
  public L groups(int newGroups) {
    L self = unbuilt();
    groups = Require.positive(className(), "groups", newGroups);
    if (filters % groups != 0) {
      throw new IllegalArgumentException(
          "%s: groups must divide the %d filters, got %d".formatted(className(), filters, groups));
    }
    return self;
  }

  @Override
  final boolean allowsCausal() {
    return spatialRank() == 1;
  }

  @Override
  final void buildKernels(int inputChannels) {
    if (inputChannels % groups != 0) {
      throw new ShapeException(
          "%d groups must divide the %d channels".formatted(groups, inputChannels));
    }
    kernel = addWeight("kernel", kernelShape(inputChannels / groups, filters), kernelOptions);
  }

  @Override
  final Value convolve(Call call, Value x) {
    return activated(call, window(x), groups, x, call.read(kernel));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("groups", groups);
    return config;
  }
}
