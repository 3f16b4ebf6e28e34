// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.pooling;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.SpatialLayer;
import io.nyala.layers.support.ShapeForm;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Base class of pooling to a given size: position i of n pools the positions from {@code floor(i *
 * extent / n)} up to {@code ceil((i + 1) * extent / n)}, exclusive, of an axis. Windows may overlap
 * by one position. The input may be smaller than the output, which then repeats positions.
 *
 * @param <L> the concrete layer type
 */
abstract class AdaptivePooling<L extends AdaptivePooling<L>> extends SpatialLayer<L> {
  private final boolean max;
  private final int[] outputSize;

  AdaptivePooling(boolean max, int spatialRank, int... outputSize) {
    super(spatialRank);
    this.max = max;
    this.outputSize = perAxis("output_size", outputSize);
  }

  final L read(Settings s) {
    return readDataFormat(s);
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
    Shape shape = x.shape();
    for (int i = 0; i < outputSize.length; i++) {
      int extent = shape.dim(i + 1);
      if (extent == Shape.UNKNOWN) {
        Shape pooled = Shape.of(shape.dim(0)).concat(Shape.of(outputSize));
        return leave(StandIn.of(Type.floats(pooled.insert(-1, shape.last()))));
      }
      if (extent == 0) {
        throw new ShapeException("cannot pool over zero positions");
      }
    }
    // An impossible size is refused before its positions are listed.
    Shape.of(shape.dim(0)).concat(Shape.of(outputSize)).insert(-1, shape.last()).requireRoom();
    Value y = tiled(x);
    for (int i = 0; i < outputSize.length; i++) {
      y = y.shape().dim(i + 1) == outputSize[i] ? y : overlapping(y, i);
    }
    return leave(y);
  }

  /** Pools the axes whose extents are multiples of the output's, all at once. */
  private Value tiled(Value x) {
    int[] size =
        IntStream.range(0, outputSize.length)
            .map(i -> Math.max(1, multiple(x.shape().dim(i + 1), outputSize[i])))
            .toArray();
    return Arrays.stream(size).allMatch(n -> n == 1) ? x : pool(x, size, size);
  }

  private static int multiple(int extent, int size) {
    return extent % size == 0 ? extent / size : 1;
  }

  private Value pool(Value x, int[] size, int[] strides) {
    return Node.apply(new Pooling(Window.of(size).withStride(strides), max), x);
  }

  /** Pools one axis with windows of two sizes everywhere, and takes those that are asked for. */
  private Value overlapping(Value x, int spatialAxis) {
    int axis = spatialAxis + 1;
    int n = outputSize[spatialAxis];
    long extent = x.shape().dim(axis);
    int small = (int) Math.ceilDiv(extent, (long) n);
    int smallWindows = (int) extent - small + 1;
    int[] at = new int[n];
    boolean big = false;
    for (int i = 0; i < n; i++) {
      int begin = (int) (i * extent / n);
      int end = (int) Math.ceilDiv((i + 1) * extent, (long) n);
      big |= end - begin > small;
      at[i] = end - begin > small ? smallWindows + begin : begin;
    }
    Value y = along(x, spatialAxis, small);
    if (big) {
      y = Ops.concatenate(List.of(y, along(x, spatialAxis, small + 1)), axis);
    }
    return Ops.take(y, Ops.constant(Tensor.ofInts(Shape.of(n), at)), axis);
  }

  private Value along(Value x, int spatialAxis, int extent) {
    int[] ones = new int[outputSize.length];
    Arrays.fill(ones, 1);
    int[] size = ones.clone();
    size[spatialAxis] = extent;
    return extent == 1 ? x : pool(x, size, ones);
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("output_size", ShapeForm.list(outputSize));
    putDataFormat(config);
    return config;
  }
}
