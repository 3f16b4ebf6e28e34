// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.settings.Settings;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The softmax over one or more axes. A mask, passed as the second input or attached to the first
 * with the same shape, selects the positions that take part; elsewhere the probabilities are 0.
 */
public final class Softmax extends ChainedLayer<Softmax> {
  /** The value that Keras substitutes for masked logits. */
  private static final float MASKED = -1e9f;

  private final int[] axes;

  /**
   * Creates the layer.
   *
   * @param axes the axes over which the outputs sum to 1; default -1
   */
  public Softmax(int... axes) {
    this.axes = Require.given("Softmax", "axis", axes).length == 0 ? new int[] {-1} : axes.clone();
  }

  static Softmax from(Settings s) {
    return new Softmax(s.getInts("axis", -1));
  }

  @Override
  protected List<Value> call(Call call, List<Value> inputs) {
    Value x = Ops.cast(inputs.get(0), DType.FLOAT32);
    Value mask = inputs.size() > 1 ? inputs.get(1) : call.mask(inputs.get(0));
    if (mask == null || (inputs.size() == 1 && mask.shape().rank() != x.shape().rank())) {
      return List.of(softmax(x));
    }
    if (!Shape.broadcast(mask.shape(), x.shape()).equals(x.shape())) {
      throw new ShapeException("mask " + mask.shape() + " does not fit logits " + x.shape());
    }
    Value keep =
        mask.dtype() == DType.BOOL ? mask : Ops.greater(Ops.cast(mask, DType.FLOAT32), 0.5f);
    Value y = softmax(Ops.where(keep, x, Ops.constant(MASKED)));
    // A fully masked row would otherwise be uniform.
    return List.of(Ops.where(keep, y, Ops.constant(0)));
  }

  @Override
  protected List<String> argumentNames() {
    return List.of("inputs", "mask");
  }

  /** Returns no names: the mask is an operand here, of any shape that broadcasts. */
  @Override
  protected List<String> maskNames() {
    return List.of();
  }

  @Override
  public Map<String, Object> callForm(List<Object> operands) {
    Map<String, Object> form = new LinkedHashMap<>(super.callForm(operands.subList(0, 1)));
    if (operands.size() > 1) {
      form.put("kwargs", Map.of("mask", operands.get(1)));
    }
    return form;
  }

  private Value softmax(Value x) {
    return axes.length == 1
        ? Ops.softmax(x, axes[0])
        : Ops.exp(Ops.subtract(x, Ops.logSumExp(x, true, axes)));
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    config.put("axis", axes.length == 1 ? axes[0] : Arrays.stream(axes).boxed().toList());
    return config;
  }
}
