// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.support.Require;
import io.nyala.layers.support.ShapeForm;
import io.nyala.ops.Node;
import io.nyala.ops.Pooling;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Base class of pooling layers: the maximum or the mean of each window.
 *
 * @param <L> the concrete layer type
 */
abstract class WindowPooling<L extends WindowPooling<L>> extends SpatialLayer<L> {
  private final boolean max;
  private final int[] poolSize;
  private int[] strides;
  private Padding padding = Padding.VALID;

  WindowPooling(boolean max, int spatialRank, int... poolSize) {
    super(spatialRank);
    this.max = max;
    this.poolSize =
        perAxis(
            "pool_size",
            Require.given(className(), "pool_size", poolSize).length == 0
                ? new int[] {2}
                : poolSize);
    this.strides = this.poolSize;
  }

  final L read(Settings s) {
    if (s.has("strides")) {
      strides(s.getInts("strides"));
    }
    padding(s.getEnum("padding", Padding.VALID));
    return readDataFormat(s);
  }

  /** Sets the strides; default the window size. One number for all axes or one per axis. */
  public L strides(int... newStrides) {
    L self = unbuilt();
    strides = perAxis("strides", newStrides);
    return self;
  }

  /** Sets the padding; default none. Padding never affects the result. */
  public L padding(Padding newPadding) {
    L self = unbuilt();
    if (newPadding == Padding.CAUSAL) {
      throw new IllegalArgumentException(
          className() + ": padding must be VALID or SAME, got CAUSAL");
    }
    padding = Require.given(className(), "padding", newPadding);
    return self;
  }

  /** Sets the padding by its Keras name, for example {@code "same"}. */
  public L padding(String name) {
    return padding(Padding.byName(name));
  }

  @Override
  protected final void build(List<Shape> inputShapes) {
    if (entered(inputShapes.get(0)).last() == Shape.UNKNOWN) {
      throw new ShapeException("the number of channels must be known");
    }
  }

  @Override
  protected final Value call(Call call, Value input) {
    Value x = enter(input);
    int[] ones = new int[spatialRank()];
    Arrays.fill(ones, 1);
    Window window = padding.window(x.shape(), poolSize, strides, ones);
    return leave(Node.apply(new Pooling(window, max), x));
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("pool_size", ShapeForm.list(poolSize));
    config.put("strides", ShapeForm.list(strides));
    config.put("padding", padding.kerasName());
    putDataFormat(config);
    return config;
  }
}
