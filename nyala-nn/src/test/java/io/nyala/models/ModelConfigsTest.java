// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.SOFTMAX;
import static io.nyala.layers.Layers.add;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;
import static io.nyala.layers.Layers.input;
import static io.nyala.losses.Losses.meanSquaredError;
import static io.nyala.losses.Losses.sparseCategoricalCrossentropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.layers.base.Layer;
import io.nyala.metrics.Metrics;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.optimizers.Adam;
import io.nyala.optimizers.SGD;
import io.nyala.support.Data;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forms are those that Keras 3.15.1 writes with {@code to_json()}, unless said otherwise. */
class ModelConfigsTest {
  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> layer(Map<String, Object> form, int i) {
    Map<String, Object> config = (Map<String, Object>) form.get("config");
    return ((List<Map<String, Object>>) config.get("layers")).get(i);
  }

  private static Object config(Map<String, Object> form, String key) {
    return ((Map<?, ?>) form.get("config")).get(key);
  }

  private static Map<String, Object> tensor(String layer, int call, Integer... shape) {
    return map(
        "class_name",
        "__keras_tensor__",
        "config",
        map(
            "shape",
            Arrays.asList(shape),
            "dtype",
            "float32",
            "keras_history",
            List.of(layer, call, 0)));
  }

  private static Map<String, Object> node(Object... args) {
    return map("args", List.of(args), "kwargs", Map.of());
  }

  /** Both make the same of the same weights, and are written the same. */
  private static Model roundTrip(Model model, Tensor... data) {
    Map<String, Object> form = model.toConfig();
    Model read = ModelConfigs.fromConfig(form);
    assertThat(read.toConfig()).isEqualTo(form);
    read.setWeights(model.getWeights());
    assertThat(read.predict(List.of(data))).isEqualTo(model.predict(List.of(data)));
    return read;
  }

  private static final Tensor X = Data.normal(1, 5, 4);

  @Test
  void a_chain_has_its_input_and_its_layers() {
    Model model = Sequential.of(input("in", 4), dense(3).named("d").activation(RELU));
    model.named("net");
    Map<String, Object> form = model.toConfig();
    assertThat(form)
        .containsEntry("module", "keras")
        .containsEntry("class_name", "Sequential")
        .containsEntry("registered_name", null)
        .containsEntry("build_config", map("input_shape", Arrays.asList(null, 4)))
        .containsEntry("compile_config", Map.of());
    assertThat(config(form, "name")).isEqualTo("net");
    assertThat(config(form, "build_input_shape")).isEqualTo(Arrays.asList(null, 4));
    assertThat(layer(form, 0))
        .isEqualTo(
            map(
                "module",
                "keras.layers",
                "class_name",
                "InputLayer",
                "config",
                map(
                    "batch_shape",
                    Arrays.asList(null, 4),
                    "dtype",
                    "float32",
                    "sparse",
                    false,
                    "ragged",
                    false,
                    "name",
                    "in",
                    "optional",
                    false),
                "registered_name",
                null));
    assertThat(layer(form, 1))
        .containsEntry("class_name", "Dense")
        .containsEntry("build_config", map("input_shape", Arrays.asList(null, 4)));
    roundTrip(model, X);
  }

  @Test
  void a_chain_without_an_input_has_no_input_layer() {
    Map<String, Object> form = Sequential.of(dense(3).named("d")).toConfig();
    assertThat(layer(form, 0)).containsEntry("class_name", "Dense");
    assertThat(((Map<?, ?>) form.get("config")).containsKey("build_input_shape")).isFalse();
    assertThat(ModelConfigs.fromConfig(form).predict(X).shape().last()).isEqualTo(3);
  }

  private static Model twoTowers() {
    Value a = input("a", 4);
    Value b = input("b", 4);
    Model inner = Sequential.of(input("inside", 4), dense(2).named("d2"));
    inner.named("inner");
    Value sum = add().named("plus").apply(inner.apply(a), inner.apply(b));
    Model model = Model.of(List.of(a, b), List.of(dense(1).named("o").apply(sum)));
    model.named("m");
    return model;
  }

  @Test
  void a_graph_has_the_calls_of_its_layers() {
    Map<String, Object> form = twoTowers().toConfig();
    assertThat(form)
        .containsEntry("module", "keras.src.models.functional")
        .containsEntry("class_name", "Functional")
        .containsEntry("registered_name", "Functional");
    assertThat(layer(form, 0)).containsEntry("name", "a").containsEntry("inbound_nodes", List.of());
    assertThat(layer(form, 2))
        .containsEntry("name", "inner")
        .containsEntry(
            "inbound_nodes", List.of(node(tensor("a", 0, null, 4)), node(tensor("b", 0, null, 4))));
    assertThat(layer(form, 3))
        .containsEntry(
            "inbound_nodes",
            List.of(node(List.of(tensor("inner", 0, null, 2), tensor("inner", 1, null, 2)))));
    assertThat(config(form, "input_layers"))
        .isEqualTo(List.of(List.of("a", 0, 0), List.of("b", 0, 0)));
    assertThat(config(form, "output_layers")).isEqualTo(List.of("o", 0, 0));
    roundTrip(twoTowers(), X, Data.normal(2, 5, 4));
  }

  /** Keras's quirk: calls of a nested graph count from 0 in nodes and from 1 at the ends. */
  @Test
  void the_calls_of_nested_graphs_are_counted_as_keras_counts_them() {
    Value in = input("in", 4);
    Model inner = Model.of(in, dense(4).named("i").apply(in));
    inner.named("inner");
    Value x = input("x", 4);
    Model model = Model.of(x, inner.apply(inner.apply(x)));
    Map<String, Object> form = model.toConfig();
    assertThat(layer(form, 1))
        .containsEntry(
            "inbound_nodes",
            List.of(node(tensor("x", 0, null, 4)), node(tensor("inner", 0, null, 4))));
    assertThat(config(form, "output_layers")).isEqualTo(List.of("inner", 2, 0));
    roundTrip(model, X);
  }

  @Test
  void operations_between_layers_are_keras_operations() {
    Value a = input("a", 4);
    Value h = Ops.multiply(Ops.subtract(Ops.constant(1), a), 2);
    Model model = Model.of(a, dense(1).named("o").apply(Ops.exp(Ops.maximum(h, a))));
    Map<String, Object> form = model.toConfig();
    assertThat(layer(form, 1))
        .isEqualTo(
            map(
                "module",
                "keras.src.ops.numpy",
                "class_name",
                "Subtract",
                "config",
                Map.of("name", "subtract"),
                "registered_name",
                "Subtract",
                "name",
                "subtract",
                "inbound_nodes",
                List.of(node(1.0, tensor("a", 0, null, 4)))));
    assertThat(layer(form, 2))
        .containsEntry("inbound_nodes", List.of(node(tensor("subtract", 0, null, 4), 2.0)));
    roundTrip(model, X);
    Value reduced = Ops.mean(Ops.square(a), true, -1);
    roundTrip(Model.of(a, concatenate().named("both").apply(reduced, a)), X);
    roundTrip(Model.of(a, Ops.sum(a, false, 1)), X);
  }

  @Test
  void operations_without_a_form_say_so() {
    Value a = input("a", 4);
    Model sliced = Model.of(a, Ops.slice(a, 1, 0, 2));
    assertThatThrownBy(sliced::toConfig)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be represented in Keras's files");
    Model constant = Model.of(a, Ops.add(a, Ops.constant(Tensor.vector(1, 2, 3, 4))));
    assertThatThrownBy(constant::toConfig).hasMessageContaining("constant of shape (4,)");
  }

  @Test
  void shared_layers_across_depths_are_read() {
    Value x = input("x", 4);
    Layer shared = dense(4).named("shared").activation(RELU);
    Layer other = dense(4).named("other");
    Value y = shared.apply(other.apply(shared.apply(other.apply(x))));
    roundTrip(Model.of(x, y), X);
  }

  @Test
  void settings_of_compile_are_written_and_read() {
    Model model = Sequential.of(input(4), dense(3).activation(SOFTMAX));
    model.compile(
        Compile.with(new Adam(0.02))
            .loss(sparseCategoricalCrossentropy())
            .metrics(Metrics.accuracy())
            .weightedMetrics(Metrics.sparseTopKCategoricalAccuracy(2)));
    Model read = roundTrip(model, X);
    assertThat(read.optimizer().learningRate()).isEqualTo(0.02);
    Tensor y = Tensor.vectorOfInts(0, 1, 2, 0, 1);
    assertThat(read.evaluate(X, y).values()).isEqualTo(model.evaluate(X, y).values());
    assertThat(read.evaluate(X, y).names()).contains("accuracy");
  }

  @Test
  void losses_of_several_outputs_are_written_in_their_order() {
    Value x = input("x", 4);
    Model model =
        Model.of(List.of(x), List.of(dense(1).named("p").apply(x), dense(2).named("q").apply(x)));
    model.compile(
        Compile.with(new SGD(0.1))
            .loss("q", meanSquaredError())
            .lossWeight("q", 0.5)
            .metrics("q", Metrics.meanAbsoluteError()));
    Model read = roundTrip(model, X);
    List<Tensor> y = List.of(Data.normal(1, 5, 1), Data.normal(2, 5, 2));
    Evaluation e = read.evaluate(List.of(X), y, EvaluateOptions.evaluate());
    assertThat(e.values())
        .isEqualTo(model.evaluate(List.of(X), y, EvaluateOptions.evaluate()).values());
    assertThat(e.names()).containsExactly("loss", "q_mean_absolute_error");
  }

  @Test
  void freezing_comes_back() {
    Model model = Sequential.of(input(4), dense(3).trainable(false), dropout(0.5), dense(1));
    Model read = roundTrip(model, X);
    assertThat(read.weights().stream().filter(w -> w.trainable())).hasSize(2);
  }

  /** The form of nodes in files of Keras 2, where nested models count their calls from 1. */
  @Test
  void reads_nodes_of_keras_2() {
    Map<String, Object> form =
        map(
            "class_name",
            "Functional",
            "config",
            map(
                "name",
                "old",
                "layers",
                List.of(
                    map(
                        "class_name",
                        "InputLayer",
                        "config",
                        map("batch_input_shape", Arrays.asList(null, 4), "name", "in"),
                        "name",
                        "in",
                        "inbound_nodes",
                        List.of()),
                    map(
                        "class_name",
                        "Dense",
                        "config",
                        map("units", 4, "name", "d"),
                        "name",
                        "d",
                        "inbound_nodes",
                        List.of(
                            List.of(List.of("in", 0, 0, Map.of())),
                            List.of(List.of("d", 0, 0, Map.of())))),
                    map(
                        "class_name",
                        "Add",
                        "config",
                        map("name", "s"),
                        "name",
                        "s",
                        "inbound_nodes",
                        List.of(
                            List.of(List.of("d", 0, 0, Map.of()), List.of("d", 1, 0, Map.of()))))),
                "input_layers",
                List.of(List.of("in", 0, 0)),
                "output_layers",
                List.of(List.of("s", 0, 0))));
    Model model = ModelConfigs.fromConfig(form);
    assertThat(model.name()).isEqualTo("old");
    assertThat(model.weights()).hasSize(2);
    assertThat(model.predict(X).shape().last()).isEqualTo(4);
  }

  /** Until Keras 2.2: a bare list, the first layer with the shape of the input. */
  @Test
  void reads_a_bare_list_of_layers() {
    Map<String, Object> form =
        map(
            "class_name",
            "Sequential",
            "config",
            List.of(
                map(
                    "class_name",
                    "Dense",
                    "config",
                    map("units", 3, "name", "d", "batch_input_shape", Arrays.asList(null, 4)))));
    assertThat(ModelConfigs.fromConfig(form).countParams()).isEqualTo(15);
  }

  @Test
  void says_what_is_wrong_with_a_form() {
    assertThatThrownBy(() -> ModelConfigs.fromConfig(map("class_name", "Dense")))
        .hasMessageContaining("got class Dense");
    Map<String, Object> form = twoTowers().toConfig();
    layer(form, 3).put("inbound_nodes", List.of(node(tensor("o", 0, null, 1))));
    assertThatThrownBy(() -> ModelConfigs.fromConfig(form))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[plus, o]")
        .hasMessageContaining("loop");
    layer(form, 3).put("inbound_nodes", List.of(node(tensor("gone", 0, null, 1))));
    assertThatThrownBy(() -> ModelConfigs.fromConfig(form))
        .hasMessageContaining("\"gone\" is used but is not among the layers");
  }
}
