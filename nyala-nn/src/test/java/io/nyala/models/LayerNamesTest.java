// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.bidirectional;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.lstm;
import static io.nyala.layers.Layers.timeDistributed;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.layers.base.Call;
import io.nyala.layers.base.Layer;
import io.nyala.layers.base.Weight;
import io.nyala.layers.core.Dense;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that a model gives to its layers. */
class LayerNamesTest {
  private static List<String> names(Model model) {
    return model.layers().stream().map(Layer::name).toList();
  }

  private static Model chain() {
    return Sequential.of(input(4), dense(3), dropout(0.5), dense(2), dense(1));
  }

  @Test
  void each_model_counts_for_itself() {
    assertThat(names(chain())).containsExactly("dense", "dropout", "dense_1", "dense_2");
    assertThat(names(chain())).containsExactly("dense", "dropout", "dense_1", "dense_2");
    assertThat(chain().name()).isEqualTo("sequential");
  }

  @Test
  void names_that_are_given_are_left_out() {
    Model model = Sequential.of(input(4), dense(3), dense(3).named("dense_1"), dense(2));
    assertThat(names(model)).containsExactly("dense", "dense_1", "dense_2");
  }

  @Test
  void inputs_are_counted_too() {
    Value a = input(4);
    Value b = input(5);
    Model model = Model.of(List.of(a, b), List.of(concatenate().apply(a, b)));
    assertThat(names(model)).containsExactly("input_layer", "input_layer_1", "concatenate");
  }

  @Test
  void a_model_inside_keeps_its_names_and_what_is_around_it_takes_others() {
    Model inner = Sequential.of(input(4), dense(3), dense(2));
    Model outer = Sequential.of(input(4), inner, dense(1));
    assertThat(names(inner)).containsExactly("dense", "dense_1");
    assertThat(names(outer)).containsExactly("sequential", "dense_2");
  }

  @Test
  void layers_of_two_models_in_a_third_are_told_apart_everywhere() {
    Dense first = dense(3);
    Dense second = dense(3);
    Dense third = dense(2);
    Model one = Sequential.of(input(4), first);
    Model two = Sequential.of(input(3), second, third);
    Value x = input(4);
    Model both = Model.of(x, second.apply(first.apply(x)));
    assertThat(names(one)).containsExactly("dense");
    assertThat(names(both)).containsExactly("input_layer", "dense", "dense_2");
    assertThat(names(two)).containsExactly("dense_2", "dense_1");
  }

  @Test
  void what_is_inside_layers_has_names_of_its_own() {
    Model model =
        Sequential.of(input(5, 4), timeDistributed(dense(3)), bidirectional(lstm(2)), dense(1));
    assertThat(names(model)).containsExactly("time_distributed", "bidirectional", "dense");
    assertThat(model.weights().stream().map(Weight::path)).doesNotHaveDuplicates();
  }

  @Test
  void a_model_with_layers_of_a_constructor_names_them_when_it_is_built() {
    Model model =
        new Model() {
          private final Dense hidden = add(dense(3));
          private final Dense last = add(dense(2));

          @Override
          protected Value call(Call call, Value x) {
            Value h = hidden.trace(call, List.of(x)).get(0);
            return last.trace(call, List.of(h)).get(0);
          }
        };
    model.predict(Tensor.zeros(Shape.of(2, 4)));
    assertThat(names(model)).containsExactly("dense", "dense_1");
  }
}
