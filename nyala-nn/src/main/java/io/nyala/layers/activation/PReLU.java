// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.activation;

import static io.nyala.initializers.Initializers.zeros;

import io.nyala.constraints.Constraint;
import io.nyala.initializers.Initializer;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.ChainedLayer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.base.WeightOptions;
import io.nyala.layers.support.Require;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.settings.Settings;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code x} above 0, {@code alpha * x} below, with a trained slope (He et al. 2015).
 *
 * <p>Weights: alpha, with the shape of the input without the batch axis and extent 1 on shared
 * axes.
 */
public final class PReLU extends ChainedLayer<PReLU> {
  private final WeightOptions alphaOptions = new WeightOptions("alpha", zeros());
  private int[] sharedAxes = {};
  private Weight alpha;

  /** Creates the layer with one slope per position, initially 0. */
  public PReLU() {}

  static PReLU from(Settings s) {
    PReLU layer = new PReLU().sharedAxes(s.getInts("shared_axes", new int[0]));
    layer.alphaOptions.readFrom(s);
    return layer;
  }

  /** Sets the axes along which the slope is shared; the batch axis is 0. */
  public PReLU sharedAxes(int... axes) {
    unbuilt().sharedAxes = Require.given(className(), "shared_axes", axes).clone();
    return this;
  }

  /** Sets the initializer of the slopes; default zeros. */
  public PReLU alphaInitializer(Initializer initializer) {
    unbuilt().alphaOptions.initializer(initializer);
    return this;
  }

  /** Sets the regularizer of the slopes; default none. */
  public PReLU alphaRegularizer(Regularizer regularizer) {
    unbuilt().alphaOptions.regularizer(regularizer);
    return this;
  }

  /** Sets the constraint applied to the slopes after each update; default none. */
  public PReLU alphaConstraint(Constraint constraint) {
    unbuilt().alphaOptions.constraint(constraint);
    return this;
  }

  @Override
  protected void build(List<Shape> inputShapes) {
    Shape shape = inputShapes.get(0);
    for (int axis : sharedAxes) {
      shape = shape.with(axis, 1);
    }
    shape = shape.slice(1, shape.rank());
    if (!shape.isKnown()) {
      throw new ShapeException("an axis of unknown extent needs sharedAxes");
    }
    alpha = addWeight("alpha", shape, alphaOptions);
  }

  @Override
  protected Value call(Call call, Value x) {
    Value negative = Ops.multiply(call.read(alpha), Ops.relu(Ops.negate(x)));
    return Ops.subtract(Ops.relu(x), negative);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  public Map<String, Object> config() {
    Map<String, Object> config = super.config();
    alphaOptions.writeTo(config);
    config.put(
        "shared_axes", sharedAxes.length == 0 ? null : Arrays.stream(sharedAxes).boxed().toList());
    return config;
  }
}
