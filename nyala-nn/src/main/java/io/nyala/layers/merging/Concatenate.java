// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.merging;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.OlderMasks;
import io.nyala.layers.support.StandIn;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Concatenates the inputs along an axis. */
public final class Concatenate extends ChainedLayer<Concatenate> {
  private final int axis;
  private final OlderMasks olderMasks = new OlderMasks();

  /**
   * Creates the layer.
   *
   * @param axis the axis along which extents may differ; default -1
   */
  public Concatenate(int axis) {
    this.axis = axis;
  }

  static Concatenate from(Settings s) {
    Concatenate layer = new Concatenate(s.getInt("axis", -1));
    layer.olderMasks.read(s);
    return layer;
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException("takes at least two inputs, got " + inputs.size());
    }
    return List.of(Ops.concatenate(inputs, axis));
  }

  @Override
  protected Value computeMask(Call call, List<Value> inputs, int output) {
    if (inputs.stream().allMatch(x -> call.mask(x) == null)) {
      return null;
    }
    List<Value> masks = new ArrayList<>();
    for (Value input : inputs) {
      Value mask = call.mask(input);
      if (mask == null) {
        mask = Ops.constant(Tensor.ofBools(Shape.scalar(), 1));
      } else if (mask.shape().rank() < input.shape().rank()) {
        mask = StandIn.expandDims(mask, -1);
      }
      masks.add(Ops.broadcastTo(mask, input.shape()));
    }
    if (olderMasks.areUsed()) {
      return Ops.all(olderMasks.both(Ops.concatenate(masks, axis), null), false, -1);
    }
    return StandIn.anyLast(Ops.concatenate(masks, axis));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", axis);
    olderMasks.putInto(config);
    return config;
  }
}
