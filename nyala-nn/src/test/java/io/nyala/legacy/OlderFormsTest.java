// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.TensorAssert;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code to_json()} of Keras 1 and 2 wrote makes the models that it made there. */
class OlderFormsTest {
  private static Model read(String json) throws IOException {
    return ModelConfigs.fromConfig(JSON.std.mapFrom(json));
  }

  /** Single quotes stand for double ones. */
  private static Model chain(String version, String layers) throws IOException {
    return read(
        """
        {"class_name": "Sequential", "keras_version": "%s", "backend": "tensorflow",
         "config": [%s]}
        """
            .formatted(version, layers.replace('\'', '"')));
  }

  private static String found(Model model, String name) throws IOException {
    String json = JSON.std.asString(model.toConfig());
    return json.contains("\"" + name + "\"") ? name : "none";
  }

  // Functions that have changed

  /** {@code clip(0.2 x + 0.5, 0, 1)} until Keras 2, {@code relu6(x + 3) / 6} since. */
  @ParameterizedTest
  @CsvSource({
    "1.2.2, 0 0.3 0.5 0.7 1",
    "2.2.4, 0 0.3 0.5 0.7 1",
    "2.15.0, 0 0.3 0.5 0.7 1",
    "3.0.0, 0.0833333 0.3333333 0.5 0.6666667 0.9166667"
  })
  void hard_sigmoid_is_that_of_the_version(String version, String expected) throws IOException {
    Model model =
        chain(
            version,
            "{'class_name': 'Activation', 'config': {'name': 'a', 'activation': 'hard_sigmoid',"
                + " 'batch_input_shape': [null, 5]}}");
    float[] numbers = new float[5];
    for (int i = 0; i < 5; i++) {
      numbers[i] = Float.parseFloat(expected.split(" ")[i]);
    }
    TensorAssert.assertClose(
        model.predict(Tensor.matrix(new float[] {-2.5f, -1, 0, 1, 2.5f})),
        Tensor.of(Shape.of(1, 5), numbers),
        1e-6,
        0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'class_name': 'Dense', 'config': {'name': 'd', 'units': 2,"
            + " 'activation': 'hard_sigmoid', 'batch_input_shape': [null, 5]}}",
        "{'class_name': 'Dense', 'config': {'name': 'd', 'units': 2, 'activation':"
            + " {'class_name': 'function', 'config': 'hard_sigmoid', 'module': 'builtins'},"
            + " 'batch_input_shape': [null, 5]}}",
        "{'class_name': 'GRU', 'config': {'name': 'g', 'units': 2,"
            + " 'recurrent_activation': 'hard_sigmoid', 'batch_input_shape': [null, 4, 5]}}",
        "{'class_name': 'RNN', 'config': {'name': 'r', 'batch_input_shape': [null, 4, 5], 'cell':"
            + " {'class_name': 'StackedRNNCells', 'config': {'cells': [{'class_name': 'LSTMCell',"
            + " 'config': {'units': 2, 'recurrent_activation': 'hard_sigmoid'}}]}}}}",
        "{'class_name': 'Bidirectional', 'config': {'name': 'b', 'merge_mode': 'sum',"
            + " 'batch_input_shape': [null, 4, 5], 'layer': {'class_name': 'LSTM', 'config':"
            + " {'name': 'l', 'units': 2, 'recurrent_activation': 'hard_sigmoid'}}}}",
        "{'class_name': 'TimeDistributed', 'config': {'name': 't', 'batch_input_shape':"
            + " [null, 4, 5], 'layer': {'class_name': 'Activation', 'config': {'name': 'a',"
            + " 'activation': 'hard_sigmoid'}}}}",
        "{'class_name': 'Sequential', 'config': [{'class_name': 'Dense', 'config': {'name': 'd',"
            + " 'units': 2, 'activation': 'hard_sigmoid', 'batch_input_shape': [null, 5]}}]}"
      })
  void hard_sigmoid_is_found_wherever_it_stands(String layer) throws IOException {
    assertThat(found(chain("2.3.1", layer), "keras2_hard_sigmoid"))
        .isEqualTo("keras2_hard_sigmoid");
    assertThat(found(chain("2.3.1", layer), "hard_sigmoid")).isEqualTo("none");
    assertThat(found(chain("3.1.0", layer), "keras2_hard_sigmoid")).isEqualTo("none");
  }

  /** Before Keras 2.1.3 there was no such setting, and until 2.3 its default was false. */
  @Test
  void a_gru_of_before_resets_before_the_product() throws IOException {
    String layer =
        "{'class_name': 'GRU', 'config': {'name': 'g', 'units': 2, 'use_bias': false,"
            + " 'batch_input_shape': [null, 4, 5]}}";
    assertThat(JSON.std.asString(chain("2.0.8", layer).toConfig()))
        .contains("\"reset_after\":false");
    assertThat(JSON.std.asString(chain("3.0.0", layer).toConfig()))
        .contains("\"reset_after\":true");
  }

  // Keras 1

  @Test
  void settings_of_keras_1_have_other_names() throws IOException {
    Model model =
        read(
            """
            {"class_name": "Sequential", "config": [
              {"class_name": "ZeroPadding2D", "config": {"name": "z", "padding": [1, 1, 2, 0],
               "dim_ordering": "tf", "batch_input_shape": [null, 6, 7, 3]}},
              {"class_name": "AtrousConvolution2D", "config": {"name": "a", "nb_filter": 2,
               "nb_row": 3, "nb_col": 2, "border_mode": "same", "subsample": [1, 1],
               "atrous_rate": [2, 2], "init": "he_normal", "activation": "relu", "bias": false,
               "dim_ordering": "tf", "W_regularizer": {"name": "L1L2Regularizer", "l1": 0.5},
               "W_constraint": {"name": "NonNeg"}}},
              {"class_name": "UpSampling2D", "config": {"name": "u", "size": [2, 1],
               "dim_ordering": "tf"}},
              {"class_name": "Dropout", "config": {"name": "p", "p": 0.25}},
              {"class_name": "BatchNormalization", "config": {"name": "n", "mode": 0, "axis": -1,
               "epsilon": 0.002, "momentum": 0.9}},
              {"class_name": "GlobalMaxPooling2D", "config": {"name": "m", "dim_ordering": "tf"}},
              {"class_name": "LeakyReLU", "config": {"name": "l",
               "alpha": {"type": "ndarray", "value": 0.125}}},
              {"class_name": "RepeatVector", "config": {"name": "v", "n": 3}},
              {"class_name": "TimeDistributedDense", "config": {"name": "t", "output_dim": 4,
               "init": "uniform", "activation": "linear", "input_dim": 2, "input_length": 3}},
              {"class_name": "SimpleRNN", "config": {"name": "r", "output_dim": 5,
               "init": "glorot_uniform", "inner_init": "orthogonal", "activation": "tanh",
               "dropout_W": 0.5, "dropout_U": 0.25, "return_sequences": 1}}]}
            """);
    assertThat(model.outputShapes()).containsExactly(Shape.of(Shape.UNKNOWN, 3, 5));
    assertThat(model.getWeights().get(0).shape()).isEqualTo(Shape.of(3, 2, 3, 2));
    String json = JSON.std.asString(model.toConfig());
    assertThat(json)
        .contains(
            "\"padding\":[[1,1],[2,0]]",
            "\"dilation_rate\":[2,2]",
            "\"kernel_size\":[3,2]",
            "\"use_bias\":false",
            "\"class_name\":\"NonNeg\"",
            "\"l1\":0.5",
            "\"rate\":0.25",
            "\"epsilon\":0.002",
            "\"negative_slope\":0.125",
            "\"dropout\":0.5",
            "\"recurrent_dropout\":0.25",
            "\"return_sequences\":true");
  }

  @Test
  void normalization_of_single_samples_is_refused_since_nothing_does_it_any_more() {
    assertThatThrownBy(
            () ->
                chain(
                    "1.1.0",
                    "{'class_name': 'BatchNormalization', 'config': {'name': 'n', 'mode': 1,"
                        + " 'batch_input_shape': [null, 5]}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BatchNormalization \"n\": mode 1 of Keras 1 (over each sample)");
  }

  /** 2 and 3 merged by each mode; cosines of numbers of one sign are 1, with one axis more. */
  @ParameterizedTest
  @CsvSource({"sum, 5", "mul, 6", "ave, 2.5", "max, 3", "dot, 6", "cos, 1", "concat, 2"})
  void merge_does_what_its_mode_says(String mode, float expected) throws IOException {
    String branch =
        "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Activation\", \"config\":"
            + " {\"name\": \"%s\", \"activation\": \"linear\", \"batch_input_shape\": [null, 1]}}]}";
    Model model =
        read(
            """
            {"class_name": "Sequential", "keras_version": "1.2.0", "config": [
              {"class_name": "Merge", "config": {"name": "m", "mode": "%s", "concat_axis": -1,
               "dot_axes": -1, "layers": [%s, %s]}}]}
            """
                .formatted(mode, branch.formatted("left"), branch.formatted("right")));
    List<Tensor> two = List.of(Tensor.matrix(new float[] {2}), Tensor.matrix(new float[] {3}));
    Tensor got = model.predict(two).get(0);
    assertThat(got.at(0)).isEqualTo(expected);
    assertThat(got.shape())
        .isEqualTo(
            switch (mode) {
              case "cos" -> Shape.of(1, 1, 1);
              case "concat" -> Shape.of(1, 2);
              default -> Shape.of(1, 1);
            });
  }

  @Test
  void a_branch_may_be_a_model_and_may_be_used_twice() throws IOException {
    String twin =
        "{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Dense\", \"config\":"
            + " {\"name\": \"twin\", \"output_dim\": 2, \"batch_input_shape\": [null, 3]}}]}";
    Model model =
        read(
            """
            {"class_name": "Sequential", "keras_version": "1.2.0", "config": [
              {"class_name": "Merge", "config": {"name": "m", "mode": "mul", "layers": [%s, %s,
               {"class_name": "Model", "config": {"name": "inner", "layers": [
                 {"class_name": "InputLayer", "name": "in", "inbound_nodes": [], "config":
                  {"name": "in", "batch_input_shape": [null, 3], "input_dtype": "float32"}},
                 {"class_name": "Dense", "name": "other", "config": {"name": "other",
                  "output_dim": 2}, "inbound_nodes": [[["in", 0, 0]]]}],
                "input_layers": [["in", 0, 0]], "output_layers": [["other", 0, 0]]}}]}}]}
            """
                .formatted(twin, twin));
    assertThat(model.layers().stream().map(l -> l.name()).toList())
        .containsExactlyInAnyOrder("twin_input", "twin", "in", "other", "m");
    model.setWeights(model.getWeights().stream().map(w -> Tensor.full(w.shape(), 0.5f)).toList());
    Tensor ones = Tensor.full(Shape.of(1, 3), 1);
    // 2 * 2 * 2: the twin twice, the other model once.
    assertThat(model.predict(List.of(ones, ones)).get(0))
        .isEqualTo(Tensor.matrix(new float[] {8, 8}));
  }

  @Test
  void merging_by_code_is_refused_by_the_layers_name() {
    assertThatThrownBy(
            () ->
                chain(
                    "1.2.0",
                    "{'class_name': 'Merge', 'config': {'name': 'm', 'mode': ['4wEAAA', null],"
                        + " 'mode_type': 'lambda', 'layers': []}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer \"m\" (Merge): mode in the file (code) is unknown");
  }

  // Versions

  @ParameterizedTest
  @CsvSource({
    "1.2.2, 1, 2, false",
    "2.1.6-tf, 2, 1, true",
    "2.2.4, 2, 2, false",
    "2.3.0-tf, 2, 3, true",
    "2.4.3, 2, 4, true",
    "3.15.1, 3, 15, true",
    "1, 1, 0, false"
  })
  void versions_are_read(String text, int major, int minor, boolean inTensorFlow) {
    assertThat(KerasVersion.parse(text)).isEqualTo(new KerasVersion(major, minor, inTensorFlow));
  }

  @Test
  void forms_of_keras_3_stay_as_they_are() throws IOException {
    Map<String, Object> form =
        chain("3.4.0", "{'class_name': 'Dense', 'config': {'name': 'd', 'units': 2}}").toConfig();
    assertThat(ModelConfigs.fromConfig(form).toConfig()).isEqualTo(form);
  }
}
