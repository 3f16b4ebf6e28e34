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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Operations between layers in the forms of TensorFlow 2.0 to 2.15. What they give for the input
 * {@code [[1, -2, 3], [4, 5, -6]]}, a batch of one, was computed with NumPy.
 */
class TensorFlowOperationsTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 2, 3), 1, -2, 3, 4, 5, -6);

  private static Model read(String entries, String output) throws IOException {
    String json =
        """
        {"class_name": "Functional", "keras_version": "2.4.0", "config": {"name": "m", "layers": [
          {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 2, 3],
           "dtype": "float32", "sparse": false, "ragged": false, "name": "x"}, "name": "x",
           "inbound_nodes": []},
          %s],
         "input_layers": [["x", 0, 0]], "output_layers": [%s]}}
        """
            .formatted(entries, output);
    return ModelConfigs.fromConfig(JSON.std.mapFrom(json));
  }

  /** It gives the same after being written in the form of Keras 3. */
  private static void check(Model model, String shape, String expected) throws IOException {
    int[] dims = Arrays.stream(shape.split(" ")).mapToInt(Integer::parseInt).toArray();
    float[] numbers = new float[Shape.of(dims).size()];
    String[] texts = expected.split(" ");
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.parseFloat(texts[i]);
    }
    Tensor want = Tensor.of(Shape.of(dims), numbers);
    TensorAssert.assertClose(model.predict(X), want, 1e-6, 1e-6);
    String json = JSON.std.asString(model.toConfig());
    TensorAssert.assertClose(
        ModelConfigs.fromConfig(JSON.std.mapFrom(json)).predict(X), want, 1e-6, 1e-6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "math.add | \"y\": 1.5 | 1 2 3 | 2.5 -0.5 4.5 5.5 6.5 -4.5",
        "__operators__.add | \"y\": [\"x\", 0, 0] | 1 2 3 | 2 -4 6 8 10 -12",
        "math.truediv | \"y\": 2, \"name\": null | 1 2 3 | 0.5 -1 1.5 2 2.5 -3",
        "nn.bias_add | \"bias\": [10.0, 20.0, 30.0], \"data_format\": \"NHWC\""
            + " | 1 2 3 | 11 18 33 14 25 24",
        "math.reduce_mean | \"axis\": [1], \"keepdims\": true | 1 1 3 | 2.5 1.5 -1.5",
        "math.reduce_std | \"axis\": 1 | 1 3 | 1.5 3.5 4.5",
        "reshape | \"shape\": [-1, 6] | 1 6 | 1 -2 3 4 5 -6",
        "transpose | \"perm\": [0, 2, 1] | 1 3 2 | 1 4 -2 5 3 -6",
        "expand_dims | \"axis\": -1 | 1 2 3 1 | 1 -2 3 4 5 -6",
        "tile | \"multiples\": [1, 1, 2] | 1 2 6 | 1 -2 3 1 -2 3 4 5 -6 4 5 -6",
        "reverse | \"axis\": [2] | 1 2 3 | 3 -2 1 -6 5 4",
        "clip_by_value | \"clip_value_min\": 0, \"clip_value_max\": 3 | 1 2 3 | 1 0 3 3 3 0",
        "nn.leaky_relu | \"alpha\": 0.5 | 1 2 3 | 1 -1 3 4 5 -3",
        "nn.relu6 | \"name\": null | 1 2 3 | 1 0 3 4 5 0",
        "keras.backend.hard_sigmoid | \"name\": null | 1 2 3 | 0.7 0.1 1 1 1 0",
        "math.squared_difference | \"y\": 1 | 1 2 3 | 0 9 4 9 16 49",
        "math.l2_normalize | \"axis\": -1"
            + " | 1 2 3 | 0.267261 -0.534522 0.801784 0.455842 0.569803 -0.683763",
        "linalg.matmul | \"b\": [\"x\", 0, 0], \"transpose_b\": true | 1 2 2 | 14 -24 -24 77",
        "cast | \"dtype\": \"float32\" | 1 2 3 | 1 -2 3 4 5 -6",
        "pad | \"paddings\": [[0, 0], [0, 1], [1, 0]], \"mode\": \"CONSTANT\","
            + " \"constant_values\": 7 | 1 3 4 | 7 1 -2 3 7 4 5 -6 7 7 7 7",
      })
  void functions_are_those_of_keras_3(String function, String named, String shape, String expected)
      throws IOException {
    Model model =
        read(
            """
            {"class_name": "TFOpLambda", "config": {"name": "tf.op", "trainable": true,
             "dtype": "float32", "function": "%s"}, "name": "tf.op",
             "inbound_nodes": [["x", 0, 0, {%s}]]}
            """
                .formatted(function, named),
            "[\"tf.op\", 0, 0]");
    check(model, shape, expected);
  }

  @Test
  void a_number_may_stand_first() throws IOException {
    Model model =
        read(
            """
            {"class_name": "TFOpLambda", "config": {"name": "s", "function": "math.subtract"},
             "name": "s", "inbound_nodes": [["_CONSTANT_VALUE", -1, 1.0, {"y": ["x", 0, 0]}]]}
            """,
            "[\"s\", 0, 0]");
    check(model, "1 2 3", "0 3 -2 -3 -4 7");
  }

  @Test
  void values_may_be_several_and_results_too() throws IOException {
    Model model =
        read(
            """
            {"class_name": "TFOpLambda", "config": {"name": "p", "function": "split"},
             "name": "p", "inbound_nodes": [["x", 0, 0, {"num_or_size_splits": [1, 2],
               "axis": -1}]]},
            {"class_name": "TFOpLambda", "config": {"name": "c", "function": "concat"},
             "name": "c", "inbound_nodes": [[["p", 0, 1, {"axis": -1}], ["p", 0, 0, {"axis": -1}]]]}
            """,
            "[\"c\", 0, 0]");
    check(model, "1 2 3", "-2 3 1 5 -6 4");
  }

  @Test
  void brackets_take_ranges_numbers_and_ellipses() throws IOException {
    Model model =
        read(
            """
            {"class_name": "SlicingOpLambda", "config": {"name": "a",
             "function": "__operators__.getitem"}, "name": "a", "inbound_nodes":
             [["x", 0, 0, {"slice_spec": [{"class_name": "__ellipsis__"},
               {"start": null, "stop": null, "step": -1}]}]]},
            {"class_name": "SlicingOpLambda", "config": {"name": "b",
             "function": "__operators__.getitem"}, "name": "b", "inbound_nodes":
             [["a", 0, 0, {"slice_spec": [{"start": null, "stop": null, "step": null},
               {"start": 1, "stop": null, "step": null}, 0]}]]}
            """,
            "[\"b\", 0, 0]");
    check(model, "1 1", "-6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Reshape | {} | {'1': [-1, 3, 2]} | 1 3 2 | 1 -2 3 4 5 -6",
        "Transpose | {} | {'1': [0, 2, 1]} | 1 3 2 | 1 4 -2 5 3 -6",
        "RealDiv | {} | {'1': 2.0} | 1 2 3 | 0.5 -1 1.5 2 2.5 -3",
        "Sub | {} | {'0': 1.0} | 1 2 3 | 0 3 -2 -3 -4 7",
        "Mean | {'keep_dims': {'b': true}} | {'1': [1]} | 1 1 3 | 2.5 1.5 -1.5",
        "StridedSlice | {'begin_mask': {'i': '1'}, 'end_mask': {'i': '1'},"
            + " 'shrink_axis_mask': {'i': '2'}} | {'1': [0, 1], '2': [0, 2], '3': [1, 1]}"
            + " | 1 3 | 4 5 -6",
        "Relu | {} | {} | 1 2 3 | 1 0 3 4 5 0",
      })
  void nodes_of_graphs_are_read(
      String op, String attributes, String constants, String shape, String expected)
      throws IOException {
    check(read(node(op, attributes, constants), "[\"tf_op_layer_op\", 0, 0]"), shape, expected);
  }

  private static String node(String op, String attributes, String constants) throws IOException {
    String nodeDef =
        "{\n  \"name\": \"op\",\n  \"op\": \"%s\",\n  \"input\": [\"x\"],\n  \"attr\": %s\n}"
            .formatted(op, attributes.replace('\'', '"'));
    return """
        {"class_name": "TensorFlowOpLayer", "config": {"name": "op", "trainable": true,
         "dtype": "float32", "node_def": %s, "constants": %s}, "name": "tf_op_layer_op",
         "inbound_nodes": [[["x", 0, 0, {}]]]}
        """
        .formatted(JSON.std.asString(nodeDef), constants.replace('\'', '"'));
  }

  /** An axis that is not 1 cannot go, which is how the test sees that the list was read. */
  @Test
  void attributes_of_nodes_may_be_lists() throws IOException {
    String squeeze =
        node(
            "Squeeze",
            "{'squeeze_dims': {'list': {'i': ['-1']}}, 'T': {'type': 'DT_FLOAT'}}",
            "{}");
    assertThatThrownBy(() -> read(squeeze, "[\"tf_op_layer_op\", 0, 0]").predict(X))
        .hasMessageContaining("squeeze: axis 2");
  }

  @Test
  void what_is_not_known_is_refused_by_the_names_of_layer_and_operation() {
    String entry =
        """
        {"class_name": "TFOpLambda", "config": {"name": "tf.f", "function": "signal.fft"},
         "name": "tf.f", "inbound_nodes": [["x", 0, 0, {}]]}
        """;
    assertThatThrownBy(() -> read(entry, "[\"tf.f\", 0, 0]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer \"tf.f\": operation fft of TensorFlow is not supported");
  }

  /** {@code x * (x > theta)}, as Keras 2 computes it. */
  @Test
  void thresholded_relu_is_a_layer() throws IOException {
    Model model =
        read(
            """
            {"class_name": "ThresholdedReLU", "config": {"name": "t", "trainable": true,
             "theta": 3.0}, "name": "t", "inbound_nodes": [[["x", 0, 0, {}]]]}
            """,
            "[\"t\", 0, 0]");
    assertThat(model.predict(List.of(X)).get(0))
        .isEqualTo(Tensor.of(Shape.of(1, 2, 3), 0, -0f, 0, 4, 5, -0f));
  }
}
