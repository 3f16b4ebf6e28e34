// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import io.nyala.ops.Composite;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Type;
import io.nyala.ops.Value;
import java.util.List;

/**
 * A layer applied to values: how layers stand in a graph before it is traced.
 *
 * @param layer the layer, which may stand in several places
 */
public record LayerCall(Layer layer) implements Composite {
  @Override
  public List<Type> infer(List<Type> inputs) {
    List<Value> stand = inputs.stream().map(t -> Node.apply(new Leaf.Input("input", t))).toList();
    return layer.trace(Call.inference(), stand).stream().map(Value::type).toList();
  }

  @Override
  public List<Value> decompose(List<Value> inputs) {
    return layer.trace(Call.inference(), inputs);
  }

  @Override
  public String label() {
    return layer.name();
  }
}
