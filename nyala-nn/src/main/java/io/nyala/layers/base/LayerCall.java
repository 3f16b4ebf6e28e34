// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.ops.Composite;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer applied to values; represents layers in a graph before it is traced. The inputs are the
 * operands, followed by the masks passed to the call.
 *
 * @param layer the layer, which may be used in several places
 * @param masks which masks the call uses
 */
public record LayerCall(Layer layer, MaskUse masks) implements Composite {
  /** Creates a call that uses the masks attached to the operands. */
  public LayerCall(Layer layer) {
    this(layer, MaskUse.TRAVEL);
  }

  /** An alias of an operand, so that it can have another mask. */
  private record Alias() implements Composite {
    @Override
    public List<Type> infer(List<Type> inputs) {
      return inputs;
    }

    @Override
    public List<Value> decompose(List<Value> inputs) {
      return inputs;
    }
  }

  /** Returns the inputs that are operands. */
  public List<Value> operands(List<Value> inputs) {
    return inputs.subList(0, inputs.size() - masks.given());
  }

  /** Returns the mask passed for an operand, or null. */
  public Value given(List<Value> inputs, int operand) {
    int source = masks.source(operand);
    return source < 0 ? null : inputs.get(inputs.size() - masks.given() + source);
  }

  /** Traces the layer's operations with the masks used by the call. */
  public List<Value> trace(Call call, List<Value> inputs) {
    List<Value> operands = operands(inputs);
    List<Value> masked = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      masked.add(masked(call, operands.get(i), masks.source(i), given(inputs, i)));
    }
    boolean pass = masks.after() == MaskUse.After.PASS || masks.after() == MaskUse.After.TAKE;
    List<Value> results = layer.trace(call, masked, pass ? operands : masked);
    if (masks.after() == MaskUse.After.TAKE) {
      operands.forEach(v -> call.setMask(v, null));
    }
    return results;
  }

  private Value masked(Call call, Value operand, int source, Value given) {
    if (source == MaskUse.TRAVELS || (source == MaskUse.NONE && call.mask(operand) == null)) {
      return operand;
    }
    Value value = Node.apply(new Alias(), operand);
    call.setMask(value, given == null ? null : Ops.cast(given, DType.BOOL));
    return value;
  }

  @Override
  public List<Type> infer(List<Type> inputs) {
    List<Value> stand = inputs.stream().map(t -> Node.apply(new Leaf.Input("input", t))).toList();
    return layer.trace(Call.inference(), operands(stand)).stream().map(Value::type).toList();
  }

  @Override
  public List<Value> decompose(List<Value> inputs) {
    return trace(Call.inference(), inputs);
  }

  @Override
  public boolean takesStrings() {
    return true; // the layer checks its inputs, with a better message
  }

  @Override
  public String label() {
    return layer.name();
  }
}
