// SPDX-License-Identifier: Apache-2.0
package io.nyala.docs;

import static io.nyala.layers.Layers.SIGMOID;
import static io.nyala.layers.Layers.TANH;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.initializers.Initializers;
import io.nyala.layers.Layers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.HostLayer;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.Weight;
import io.nyala.layers.testing.LayerContract;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The code of docs/how-to-add-a-layer.md. */
class HowToAddALayerTest {
  // snippet:lambda-layer
  Layer square = Layers.lambda(Value::square);

  // end:lambda-layer

  // snippet:custom-layer
  /** Scales the last axis to root mean square 1, times a trained gain. */
  static final class RmsNorm extends Layer {
    private final double epsilon;
    private Weight gain;

    RmsNorm(double epsilon) {
      this.epsilon = epsilon;
    }

    @Override
    protected void build(List<Shape> inputShapes) {
      Shape features = Shape.of(inputShapes.get(0).last());
      gain = addWeight("gain", features, Initializers.ones(), true, null, null);
    }

    @Override
    protected Value call(Call call, Value x) {
      Value meanSquare = x.square().mean(true, -1);
      Value unit = x.times(Ops.rsqrt(meanSquare.plus((float) epsilon)));
      return unit.times(call.read(gain));
    }

    @Override
    public Map<String, Object> config() {
      Map<String, Object> config = super.config();
      config.put("epsilon", epsilon);
      return config;
    }
  }

  // end:custom-layer

  // snippet:host-layer
  /** Counts the characters of a text. */
  static final class TextLength extends HostLayer<TextLength> {
    @Override
    protected List<Type> outputTypes(List<Type> inputs) {
      return List.of(Type.floats(inputs.get(0).shape()));
    }

    @Override
    protected List<Tensor> compute(List<Tensor> inputs) {
      Tensor text = inputs.get(0);
      float[] lengths = new float[text.size()];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = text.strings()[i].length();
      }
      return List.of(Tensor.of(text.shape(), lengths));
    }
  }

  // end:host-layer

  @Test
  void a_host_layer_works_on_strings() {
    Model model = Sequential.of(input(DType.STRING, 1), new TextLength());
    Tensor texts = Tensor.ofStrings(Shape.of(2, 1), "four", "");
    assertThat(model.predict(texts)).isEqualTo(Tensor.of(Shape.of(2, 1), 4f, 0f));
  }

  // snippet:layer-of-layers
  /** Lets a gate choose between a new value and the old one (Srivastava et al. 2015). */
  static final class Highway extends Layer {
    private Layer change;
    private Layer gate;

    @Override
    protected void build(List<Shape> inputShapes) {
      int features = inputShapes.get(0).last();
      change = add(dense(features).activation(TANH));
      gate = add(dense(features).activation(SIGMOID));
      change.buildOn(inputShapes);
      gate.buildOn(inputShapes);
    }

    @Override
    protected Value call(Call call, Value x) {
      Value t = gate.trace(call, List.of(x)).get(0);
      Value h = change.trace(call, List.of(x)).get(0);
      return t.times(h).plus(Ops.subtract(1, t).times(x));
    }
  }

  // end:layer-of-layers

  @Test
  void keeps_the_contract() {
    // snippet:layer-contract
    LayerRegistry.register("RmsNorm", s -> new RmsNorm(s.getDouble("epsilon", 1e-6)));

    LayerContract.of(() -> new RmsNorm(1e-6), Shape.of(3, 4))
        .outputs(Shape.of(3, 4))
        .weights(1, 0)
        .check();
    // end:layer-contract
    LayerRegistry.register("Highway", s -> new Highway());
    LayerContract.of(Highway::new, Shape.of(4)).outputs(Shape.of(4)).weights(4, 0).check();
  }

  @Test
  void stands_in_a_model() {
    // snippet:custom-layer-in-model
    Model model = Sequential.of(input(8), new RmsNorm(1e-6), new Highway(), square, dense(1));
    // end:custom-layer-in-model
    assertThat(model.weights()).hasSize(7);
    assertThat(model.predict(Tensor.zeros(Shape.of(3, 8))).shape()).isEqualTo(Shape.of(3, 1));
  }
}
