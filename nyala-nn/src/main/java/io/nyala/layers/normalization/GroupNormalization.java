// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.normalization;

import io.nyala.layers.base.Call;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Group normalization (Wu and He 2018): normalizes each sample with the moments over groups of
 * adjacent channels and all positions.
 *
 * <p>Weights: gamma and beta {@code (channels,)}.
 */
public final class GroupNormalization extends ScaleAndShift<GroupNormalization> {
  private final int groups;
  private int axis = -1;

  /**
   * Creates the layer.
   *
   * @param groups the number of groups, a divisor of the number of channels; default 32; -1 for one
   *     group per channel
   */
  public GroupNormalization(int groups) {
    super("GroupNormalization");
    this.groups = groups == -1 ? -1 : Require.positive("GroupNormalization", "groups", groups);
  }

  static GroupNormalization from(Settings s) {
    return new GroupNormalization(s.getInt("groups", 32))
        .axis(s.getInt("axis", -1))
        .readScaleAndShift(s);
  }

  /** Sets the channel axis; default the last one. */
  public GroupNormalization axis(int newAxis) {
    unbuilt().axis = newAxis;
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    int channels = inputShapes.get(0).dim(axis);
    if (channels == Shape.UNKNOWN || (groups > 0 && channels % groups != 0)) {
      throw new ShapeException(
          "%d groups must divide the number of channels on axis %d".formatted(groups, axis));
    }
    buildScaleAndShift(Shape.of(channels));
  }

  @Override
  protected Value call(Call call, Value input) {
    Value x = Ops.moveAxisToEnd(Ops.cast(input, DType.FLOAT32), axis);
    int channels = x.shape().last();
    int g = groups == -1 ? channels : groups;
    int last = x.shape().rank();
    Value grouped = Ops.reshape(x, x.shape().with(-1, g).insert(last, channels / g));
    int[] others = IntStream.rangeClosed(1, last).filter(i -> i != last - 1).toArray();
    Value mean = Ops.mean(grouped, true, others);
    Value variance = Ops.mean(Ops.square(Ops.subtract(grouped, mean)), true, others);
    Value y = normalize(call, grouped, mean, variance, Shape.of(g, channels / g));
    return Ops.moveEndToAxis(Ops.reshape(y, x.shape()), axis);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("groups", groups);
    config.put("axis", axis);
    putScaleAndShift(config);
    return config;
  }
}
