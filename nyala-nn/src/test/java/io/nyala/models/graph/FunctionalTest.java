// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.models.Sequential;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionalTest {
  private static final Tensor TWO_ROWS =
      Tensor.matrix(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8});

  /** The orders are those of Keras 3.15.1 for the same graphs. */
  @Test
  void lists_layers_by_depth_as_keras_does() {
    Value x = input("x", 4);
    Value stem = dense(4).named("stem").apply(x);
    Value left = dense(4).named("left2").apply(dense(4).named("left").apply(stem));
    Value right = dense(4).named("right").apply(stem);
    Value sum = add().named("sum").apply(right, left, x);
    Model model = Model.of(x, dense(2).named("head").apply(sum));
    assertThat(model.layers().stream().map(Layer::name))
        .containsExactly("x", "stem", "left", "right", "left2", "sum", "head");

    Layer twice = dense(4).named("twice");
    Value y = twice.apply(twice.apply(x));
    Value side = dense(1).named("side").apply(twice.apply(x));
    assertThat(Model.of(List.of(x), List.of(y, side)).layers().stream().map(Layer::name))
        .containsExactly("x", "twice", "side");
  }

  @Test
  void a_shared_layer_has_its_weights_once() {
    Value x = input(4);
    Layer shared = dense(4);
    Model model = Model.of(x, shared.apply(shared.apply(x)));
    assertThat(model.weights()).hasSize(2);
    assertThat(model.countParams()).isEqualTo(20);
    Tensor once = Model.of(x, shared.apply(x)).predict(TWO_ROWS);
    Tensor twice = Model.of(x, shared.apply(x)).predict(once);
    assertThat(model.predict(TWO_ROWS).floats()).containsExactly(twice.floats(), within(1e-6f));
  }

  @Test
  void operations_may_stand_between_layers() {
    Value x = input(4);
    Value doubled = Ops.multiply(x, 2);
    Model model = Model.of(x, Ops.add(doubled, Ops.sum(x, true, -1)));
    assertThat(model.predict(TWO_ROWS).floats()).containsExactly(12, 14, 16, 18, 36, 38, 40, 42);
  }

  @Test
  void a_model_may_begin_in_the_middle_of_another() {
    Value x = input(4);
    Value middle = dense(3).named("front").apply(x);
    Value end = dense(2).apply(middle);
    Model whole = Model.of(x, end);
    Model front = Model.of(x, middle);
    Model back = Model.of(middle, end);
    assertThat(back.weights()).hasSize(2);
    assertThat(back.predict(front.predict(TWO_ROWS)).floats())
        .containsExactly(whole.predict(TWO_ROWS).floats(), within(1e-6f));
  }

  @Test
  void takes_several_inputs_and_gives_several_outputs() {
    Value a = input("a", 2);
    Value b = input("b", 3);
    Model model = Model.of(List.of(a, b), List.of(concatenate().apply(b, a), Ops.negate(a)));
    List<Tensor> out =
        model.predict(List.of(Tensor.matrix(new float[] {1, 2}), Tensor.matrix(new float[3])));
    assertThat(out.get(0).floats()).containsExactly(0, 0, 0, 1, 2);
    assertThat(out.get(1).floats()).containsExactly(-1, -2);
  }

  @Test
  void models_nest_and_share_their_weights() {
    Model inner = Sequential.of(input(4), dense(3), dense(4));
    Value x = input(4);
    Model outer = Model.of(x, inner.apply(inner.apply(x)));
    assertThat(outer.weights()).containsExactlyElementsOf(inner.weights());
    Tensor expected = inner.predict(inner.predict(TWO_ROWS));
    assertThat(outer.predict(TWO_ROWS).floats()).containsExactly(expected.floats(), within(1e-6f));
  }

  @Test
  void a_nested_chain_without_an_input_is_built_by_the_outer_model() {
    Model inner = Sequential.of(dense(3), dense(2));
    Value x = input(4);
    Model outer = Model.of(x, inner.apply(x));
    Tensor before = outer.predict(TWO_ROWS);
    assertThat(inner.predict(TWO_ROWS)).isEqualTo(before);
    assertThat(outer.predict(TWO_ROWS)).isEqualTo(before);
  }

  @Test
  void twins_inside_a_model_begin_with_other_weights() {
    Model one = Sequential.of(input(4), dense(3));
    Model two = Sequential.of(input(4), dense(3));
    assertThat(one.getWeights()).isEqualTo(two.getWeights());
    Value x = input(4);
    Model both = Model.of(x, add().apply(one.apply(x), two.apply(x)));
    assertThat(one.getWeights().get(0)).isNotEqualTo(two.getWeights().get(0));
    assertThat(both.weights()).hasSize(4);
  }

  @Test
  void weights_that_were_set_stay_when_another_model_is_made_of_the_layers() {
    Value x = input(4);
    Value h = dense(3).apply(x);
    Model first = Model.of(x, h);
    Weight kernel = first.weights().get(0);
    kernel.set(Tensor.full(Shape.of(4, 3), 0.5f));
    Model second = Model.of(x, dense(2).apply(h));
    assertThat(second.weights().get(0).get()).isEqualTo(Tensor.full(Shape.of(4, 3), 0.5f));
  }

  @Test
  void names_an_input_that_is_missing() {
    Value a = input("left", 4);
    Value b = input("right", 4);
    Value sum = add().apply(a, b);
    assertThatThrownBy(() -> Model.of(a, sum))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("graph disconnected")
        .hasMessageContaining("\"right\" (?, 4)")
        .hasMessageContaining("[left (?, 4)]");
  }

  @Test
  void names_an_input_that_leads_nowhere() {
    Value a = input("left", 4);
    Value b = input("right", 4);
    assertThatThrownBy(() -> Model.of(List.of(a, b), List.of(Ops.negate(a))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no output depends on input \"right\" (?, 4)");
  }

  @Test
  void deep_models_need_no_deep_stack() {
    Value x = input(4);
    Value y = x;
    for (int i = 0; i < 20_000; i++) {
      y = Ops.add(y, 1);
    }
    assertThat(Model.of(x, y).layers()).hasSize(1);
  }

  @Test
  void finds_layers_by_name_and_says_what_there_is() {
    Model model = Sequential.of(input(4), dense(3).named("first"), dense(2).named("second"));
    assertThat(model.getLayer("second")).isSameAs(model.getLayer(1));
    assertThatThrownBy(() -> model.getLayer("third"))
        .hasMessageContaining("no layer \"third\"")
        .hasMessageContaining("there are [first, second]");
  }

  @Test
  void layers_need_names_of_their_own() {
    assertThatThrownBy(() -> Sequential.of(input(4), dense(3).named("d"), dense(2).named("d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two layers are named \"d\"");
    Value x = input("x", 4);
    Value y = dense(3).named("d").apply(dense(4).named("d").apply(x));
    assertThatThrownBy(() -> Model.of(x, y)).hasMessageContaining("two layers are named \"d\"");
  }

  @Test
  void says_what_was_expected_and_what_came() {
    Model model = Sequential.of(input(4), dense(3));
    model.named("net");
    assertThatThrownBy(() -> model.predict(Tensor.zeros(Shape.of(2, 5))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("net (Sequential): expected input (batch, 4), got (2, 5)");
    assertThatThrownBy(() -> model.predict(Tensor.zeros(Shape.of(4))))
        .hasMessageContaining("add a batch axis of 1");
    assertThatThrownBy(() -> model.predict(Tensor.zeros(Shape.of(7, 2, 2))))
        .hasMessageContaining("reshape them");
  }

  @Test
  void says_what_stands_above_a_layer_that_does_not_fit() {
    Layer used = dense(2).named("used");
    Sequential.of(input(8), used);
    assertThatThrownBy(() -> Sequential.of(input(4), dense(3).named("hidden"), used))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("used (Dense)")
        .hasMessageContaining("hidden above it gives (batch, 3)");
  }
}
