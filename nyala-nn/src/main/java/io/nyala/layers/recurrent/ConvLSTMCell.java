// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.recurrent;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Padding;
import io.nyala.layers.base.Weight;
import io.nyala.layers.support.Require;
import io.nyala.ops.Convolution;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Value;
import io.nyala.ops.Window;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One step of {@link ConvLSTM}, with channels last. The gates are those of {@link LSTMCell}; both
 * products are convolutions.
 */
final class ConvLSTMCell extends GatedCell<ConvLSTMCell> {
  private static final int GATES = 4;

  final int[] kernelSize;
  int[] strides;
  int[] dilationRate;
  Padding padding = Padding.VALID;
  boolean unitForgetBias = true;

  ConvLSTMCell(String className, int spatialRank, int filters, int... kernelSize) {
    super(className, Require.positive(className, "filters", filters), GATES);
    this.kernelSize = Require.perAxis(className, "kernel_size", spatialRank, 1, kernelSize);
    this.strides = Require.perAxis(className, "strides", spatialRank, 1, new int[] {1});
    this.dilationRate = strides;
  }

  /** Returns the shape of a state with the batch, for steps of a shape. */
  Shape stateShape(Shape step) {
    return inputWindow(step).over(step, units);
  }

  private Window inputWindow(Shape step) {
    return padding.window(step, kernelSize, strides, dilationRate);
  }

  @Override
  public List<Integer> stateSizes() {
    return List.of(units, units);
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    buildWeights(inputShapes.get(0).last());
  }

  @Override
  Shape kernelShape(int in, int out) {
    return Shape.of(kernelSize).concat(Shape.of(in, out));
  }

  @Override
  Weight buildBias() {
    return unitForgetBias ? buildForgetBias() : super.buildBias();
  }

  @Override
  int maskCount() {
    return GATES;
  }

  @Override
  protected List<Value> step(Call call, Value x, List<Value> states, List<Value> shared) {
    Value sums = input(call, x, inputMasks(shared));
    return next(Ops.add(sums, recurrent(call, states, shared)), states);
  }

  /**
   * Computes the contribution of inputs {@code (n, space..., channels)} to the sums of the gates.
   */
  Value input(Call call, Value x, List<Value> masks) {
    Value b = bias == null ? null : call.read(bias);
    return convolved(x, call.read(kernel), b, masks, inputWindow(x.shape()));
  }

  /** Computes the contribution of the state to the sums of the gates. */
  Value recurrent(Call call, List<Value> states, List<Value> shared) {
    Value h = states.get(0);
    Window same = Window.of(kernelSize).same(h.shape());
    return convolved(h, call.read(recurrentKernel), null, stateMasks(shared), same);
  }

  private Value convolved(Value x, Value weights, Value b, List<Value> masks, Window window) {
    if (masks.isEmpty()) {
      return convolution(x, weights, b, window);
    }
    List<Value> parts = new ArrayList<>();
    for (int g = 0; g < GATES; g++) {
      Value own = b == null ? null : columns(b, g, g + 1);
      Value seen = Ops.multiply(x, masks.get(g));
      parts.add(convolution(seen, columns(weights, g, g + 1), own, window));
    }
    return Ops.concatenate(parts, -1);
  }

  private static Value convolution(Value x, Value weights, Value b, Window window) {
    List<Value> operands = b == null ? List.of(x, weights) : List.of(x, weights, b);
    return Node.apply(new Convolution(window, 1, FusedActivation.LINEAR), operands).get(0);
  }

  /** Returns the output and the new states, given the sums of the gates. */
  List<Value> next(Value sums, List<Value> states) {
    List<Value> next =
        Recurrence.lstmStep(sums, states.get(1), recurrentActivation::apply, activation::apply);
    return List.of(next.get(0), next.get(0), next.get(1));
  }

  @Override
  void writeTo(Map<String, Object> config) {
    super.writeTo(config);
    config.remove("units");
    config.put("filters", units);
    config.put("recurrent_activation", recurrentActivation.config());
    config.put("unit_forget_bias", unitForgetBias);
  }
}
