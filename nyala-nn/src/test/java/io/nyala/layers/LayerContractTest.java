// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.initializers.Initializers;
import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.layers.base.Weight;
import io.nyala.layers.core.Dense;
import io.nyala.layers.core.Identity;
import io.nyala.layers.testing.LayerContract;
import io.nyala.ops.Composite;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The contract must notice each way to break it. */
class LayerContractTest {
  private static void breaks(Supplier<Layer> maker, String what) {
    assertThatThrownBy(() -> LayerContract.of(maker, Shape.of(4)).notReadable().check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("contract of ")
        .hasMessageContaining(what);
  }

  /** A base for broken layers. */
  private abstract static class Broken extends Layer {
    @Override
    public String className() {
      return "Broken";
    }
  }

  @Test
  void notices_other_weights_at_each_application() {
    class Growing extends Broken {
      @Override
      protected Value call(Call call, Value x) {
        Weight w = addWeight("w", Shape.of(4), Initializers.ones(), true, null, null);
        return Ops.add(x, call.read(w));
      }
    }

    breaks(Growing::new, "changes its list of weights");
  }

  @Test
  void notices_that_inference_draws() {
    class Noisy extends Broken {
      @Override
      protected Value call(Call call, Value x) {
        return x.shape().isKnown() ? Ops.add(x, Ops.randomNormal(x.shape(), 1)) : x;
      }
    }

    breaks(Noisy::new, "inference at another step gives another result");
  }

  @Test
  void notices_that_training_draws_without_notice() {
    class Noisy extends Broken {
      @Override
      protected Value call(Call call, Value x) {
        return call.training() ? Ops.add(x, Ops.randomNormal(x.shape(), 1)) : x;
      }
    }

    breaks(Noisy::new, "training at another step gives another result");
  }

  @Test
  void notices_that_training_draws_nothing() {
    assertThatThrownBy(() -> LayerContract.of(Identity::new, Shape.of(4)).drawsInTraining().check())
        .hasMessageContaining("two training steps draw the same random numbers");
  }

  @Test
  void notices_that_inference_changes_weights() {
    class Counting extends Broken {
      private Weight count;

      @Override
      protected void build(List<Shape> inputShapes) {
        count = addWeight("count", Shape.scalar(), Initializers.zeros(), false, null, null);
      }

      @Override
      protected Value call(Call call, Value x) {
        call.update(count, Ops.add(call.read(count), 1));
        return x;
      }
    }

    breaks(Counting::new, "inference changes weights");
  }

  @Test
  void notices_a_wrong_gradient() {
    class Doubled extends Broken {
      @Override
      protected Value call(Call call, Value x) {
        return Ops.add(x, Ops.stopGradient(Ops.square(x)));
      }
    }

    breaks(Doubled::new, "inference: gradient of operand 0, element 0");
  }

  @Test
  void notices_a_wrong_gradient_of_a_weight() {
    class Stopped extends Broken {
      private Weight w;

      @Override
      protected void build(List<Shape> inputShapes) {
        w = addWeight("w", Shape.of(4), Initializers.ones(), true, null, null);
      }

      @Override
      protected Value call(Call call, Value x) {
        return Ops.multiply(x, Ops.stopGradient(call.read(w)));
      }
    }

    breaks(Stopped::new, "inference: gradient of operand 1, element 0");
  }

  @Test
  void notices_a_wrong_shape() {
    /** Says three features and gives four. */
    record Liar() implements Composite {
      @Override
      public List<Type> infer(List<Type> inputs) {
        return List.of(inputs.get(0));
      }

      @Override
      public List<Value> decompose(List<Value> inputs) {
        return List.of(Ops.add(inputs.get(0), 1));
      }
    }
    class Short extends Broken {
      @Override
      protected Value call(Call call, Value x) {
        Value y = Node.apply(new Liar(), x);
        return y.shape().isKnown() ? Ops.slice(y, -1, 0, 3) : y;
      }
    }

    breaks(Short::new, "a batch of 2 gives (2, 3), but any batch (?, 4)");
  }

  @Test
  void notices_wrong_expectations() {
    assertThatThrownBy(
            () -> LayerContract.of(() -> new Dense(3), Shape.of(4)).outputs(Shape.of(2)).check())
        .hasMessageContaining("output is (?, 3), expected (?, 2)");
    assertThatThrownBy(
            () -> LayerContract.of(() -> new Dense(3), Shape.of(4)).weights(1, 0).check())
        .hasMessageContaining("2 weights are trainable and 0 are not, expected 1 and 0");
  }

  /** Forgets its factor when read back. */
  private static final class Forgetful extends Layer {
    private final int factor;

    Forgetful(int factor) {
      this.factor = factor;
    }

    @Override
    protected Value call(Call call, Value x) {
      return Ops.multiply(x, factor);
    }
  }

  @Test
  void notices_settings_that_are_lost() {
    LayerRegistry.register("Forgetful", s -> new Forgetful(1));
    assertThatThrownBy(() -> LayerContract.of(() -> new Forgetful(2), Shape.of(4)).check())
        .hasMessageContaining("the layer read back gives another result");
  }

  @Test
  void notices_settings_that_no_file_can_hold() {
    class Odd extends Broken {
      @Override
      protected Value call(Call call, Value x) {
        return x;
      }

      @Override
      public Map<String, Object> config() {
        Map<String, Object> config = super.config();
        config.put("shape", Shape.of(1));
        return config;
      }
    }

    assertThatThrownBy(() -> LayerContract.of(Odd::new, Shape.of(4)).check())
        .hasMessageContaining("setting Broken.config.shape is a Shape");
  }
}
