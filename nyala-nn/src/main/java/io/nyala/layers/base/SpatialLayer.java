// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.layers.support.DataFormat;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Base class of layers over spatial axes: the number of axes and the position of the channels.
 *
 * @param <L> the concrete layer type
 */
public abstract class SpatialLayer<L extends SpatialLayer<L>> extends ChainedLayer<L> {
  private final int spatialRank;
  private boolean channelsFirst;

  /**
   * Creates a layer with the channels last.
   *
   * @param spatialRank the number of spatial axes, from 1 to 3
   */
  protected SpatialLayer(int spatialRank) {
    this.spatialRank = spatialRank;
  }

  /**
   * Sets the channel axis to 1; the default is the last axis.
   *
   * @throws UnsupportedOperationException for layers that do not offer this choice in Keras
   */
  public L channelsFirst() {
    L self = unbuilt();
    if (!hasDataFormat()) {
      throw new UnsupportedOperationException(
          className() + ": channels are always the last axis; put a Permute(2, 1) around it");
    }
    channelsFirst = true;
    return self;
  }

  /** Reads the data format from the settings. */
  protected final L readDataFormat(Settings s) {
    channelsFirst = hasDataFormat() && DataFormat.isChannelsFirst(s);
    return unbuilt();
  }

  /** Writes the data format under its Keras name. */
  protected final void putDataFormat(Map<String, Object> config) {
    if (hasDataFormat()) {
      config.put("data_format", DataFormat.name(channelsFirst));
    }
  }

  /** Returns whether the layer has a data format in Keras. */
  protected boolean hasDataFormat() {
    return true;
  }

  /** Returns the number of spatial axes. */
  protected final int spatialRank() {
    return spatialRank;
  }

  /** Returns whether channels are axis 1. */
  protected final boolean isChannelsFirst() {
    return channelsFirst;
  }

  /**
   * Returns one positive number per spatial axis, given one number for all axes or one per axis.
   */
  protected final int[] perAxis(String setting, int... numbers) {
    return perAxis(setting, 1, numbers);
  }

  /** Same as {@link #perAxis(String, int...)} with another lower limit, 0 or 1. */
  protected final int[] perAxis(String setting, int least, int[] numbers) {
    return Require.perAxis(className(), setting, spatialRank, least, numbers);
  }

  /** Returns the axes other than batch and channels. */
  protected final int[] spatialAxes() {
    int first = channelsFirst ? 2 : 1;
    return IntStream.range(first, first + spatialRank).toArray();
  }

  /** Returns the input as float32. */
  protected final Value floats(Value x) {
    check(x.shape());
    return Ops.cast(x, DType.FLOAT32);
  }

  /** Returns the input as float32 with channels last. */
  protected final Value enter(Value x) {
    Value y = floats(x);
    return channelsFirst ? Ops.moveAxisToEnd(y, 1) : y;
  }

  /** Returns a result in the data format of the layer. */
  protected final Value leave(Value y) {
    return channelsFirst ? Ops.moveEndToAxis(y, 1) : y;
  }

  /** Returns the shape of the result of {@link #enter}. */
  protected final Shape entered(Shape x) {
    check(x);
    return channelsFirst ? x.drop(1).insert(-1, x.dim(1)) : x;
  }

  private void check(Shape x) {
    if (x.rank() != spatialRank + 2) {
      String space =
          switch (spatialRank) {
            case 1 -> "length";
            case 2 -> "height, width";
            default -> "depth, height, width";
          };
      throw new ShapeException(
          "expected input (batch, %s)"
              .formatted(channelsFirst ? "channels, " + space : space + ", channels"));
    }
  }
}
