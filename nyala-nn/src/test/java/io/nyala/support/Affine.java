// SPDX-License-Identifier: Apache-2.0
package io.nyala.support;

import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import java.util.List;

/** A user's own layer: {@code x kernel + bias}. */
public final class Affine extends Layer {
  private final int units;
  private Weight kernel;
  private Weight bias;

  public Affine(int units) {
    this.units = units;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    int inputs = inputShapes.get(0).last();
    kernel =
        addWeight(
            "kernel", Shape.of(inputs, units), Initializers.glorotUniform(), true, null, null);
    bias = addWeight("bias", Shape.of(units), Initializers.zeros(), true, null, null);
  }

  @Override
  protected Value call(Call call, Value x) {
    return Ops.add(Ops.matmul(x, call.read(kernel)), call.read(bias));
  }
}
