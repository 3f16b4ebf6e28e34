// SPDX-License-Identifier: Apache-2.0
package io.nyala.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Masks and sampling as Keras 1 and 2 had them and Keras 3 does not; numbers worked out by hand.
 */
class OlderMasksTest {
  private static Model read(String version, String layers, String inputs, String output)
      throws IOException {
    String json =
        """
        {"class_name": "Model", "keras_version": "%s", "config": {"name": "m", "layers": [%s],
         "input_layers": [%s], "output_layers": [["%s", 0, 0]]}}
        """
            .formatted(version, layers, inputs, output);
    return ModelConfigs.fromConfig(JSON.std.mapFrom(json.replace('\'', '"')));
  }

  private static String branch(String name) {
    return """
        {'class_name': 'InputLayer', 'name': '%1$s', 'inbound_nodes': [], 'config': {'name': '%1$s',
         'batch_input_shape': [null, 3, 1], 'dtype': 'float32', 'sparse': false}},
        {'class_name': 'Masking', 'name': 'masked_%1$s', 'config': {'name': 'masked_%1$s',
         'mask_value': 0.0}, 'inbound_nodes': [[['%1$s', 0, 0, {}]]]}
        """
        .formatted(name);
  }

  /**
   * Steps that count are 1 and 3 in the first input, 2 and 3 in the second. A mean over the steps
   * of the result shows which count there: in Keras 2 those that count in both, the last one.
   */
  @ParameterizedTest
  @CsvSource({"Add, 2.2.4, 9", "Add, 2.15.0, 9", "Multiply, 2.2.4, 20", "Maximum, 1.2.2, 5"})
  void what_counts_in_all_inputs_counts(String merging, String version, float mean)
      throws IOException {
    Model model =
        read(
            version,
            branch("a")
                + ","
                + branch("b")
                + """
                , {'class_name': '%s', 'name': 'both', 'config': {'name': 'both'},
                   'inbound_nodes': [[['masked_a', 0, 0, {}], ['masked_b', 0, 0, {}]]]},
                  {'class_name': 'GlobalAveragePooling1D', 'name': 'mean', 'config':
                   {'name': 'mean'}, 'inbound_nodes': [[['both', 0, 0, {}]]]}
                """
                    .formatted(merging),
            "['a', 0, 0], ['b', 0, 0]",
            "mean");
    List<Tensor> two =
        List.of(Tensor.of(Shape.of(1, 3, 1), 1, 0, 4), Tensor.of(Shape.of(1, 3, 1), 0, 3, 5));
    assertThat(model.predict(two).get(0).at(0)).isEqualTo(mean);
    Model again = ModelConfigs.fromConfig(JSON.std.mapFrom(JSON.std.asString(model.toConfig())));
    assertThat(again.predict(two).get(0).at(0)).isEqualTo(mean);
  }

  @Test
  void what_counts_in_all_parts_counts_side_by_side() throws IOException {
    Model model =
        read(
            "2.3.1",
            branch("a")
                + ","
                + branch("b")
                + """
                , {'class_name': 'Concatenate', 'name': 'both', 'config': {'name': 'both',
                   'axis': -1}, 'inbound_nodes': [[['masked_a', 0, 0, {}], ['masked_b', 0, 0, {}]]]},
                  {'class_name': 'GlobalAveragePooling1D', 'name': 'mean', 'config':
                   {'name': 'mean'}, 'inbound_nodes': [[['both', 0, 0, {}]]]}
                """,
            "['a', 0, 0], ['b', 0, 0]",
            "mean");
    List<Tensor> two =
        List.of(Tensor.of(Shape.of(1, 3, 1), 1, 0, 4), Tensor.of(Shape.of(1, 3, 1), 0, 3, 5));
    assertThat(model.predict(two).get(0)).isEqualTo(Tensor.matrix(new float[] {4, 5}));
  }

  /**
   * Each way adds up its steps: 1 there, then nothing at the masked end; 1 back. Until Keras 2.3
   * the first way repeats its 1 at the masked step, since then it gives 0.
   */
  @ParameterizedTest
  @CsvSource({"1.2.2, 1", "2.2.4, 1", "2.1.6-tf, 1", "2.4.0, 0", "2.2.4-tf, 0"})
  void both_ways_repeat_their_output_at_masked_steps(String version, float atTheEnd)
      throws IOException {
    String units = version.startsWith("1") ? "output_dim" : "units";
    Model model =
        read(
            version,
            branch("a")
                + """
                , {'class_name': 'Bidirectional', 'name': 'b', 'config': {'name': 'b',
                   'merge_mode': 'concat', 'layer': {'class_name': 'SimpleRNN', 'config':
                    {'name': 'r', '%s': 1, 'activation': 'linear', 'return_sequences': true}}},
                   'inbound_nodes': [[['masked_a', 0, 0, {}]]]}
                """
                    .formatted(units),
            "['a', 0, 0]",
            "b");
    model.setWeights(
        model.getWeights().stream()
            .map(w -> Tensor.full(w.shape(), w.shape().rank() == 1 ? 0 : 1))
            .toList());
    Tensor got = model.predict(Tensor.of(Shape.of(1, 3, 1), 1, 0, 0));
    assertThat(got).isEqualTo(Tensor.of(Shape.of(1, 3, 2), 1, 1, atTheEnd, 0, atTheEnd, 0));
    Model again = ModelConfigs.fromConfig(JSON.std.mapFrom(JSON.std.asString(model.toConfig())));
    again.setWeights(model.getWeights());
    assertThat(again.predict(Tensor.of(Shape.of(1, 3, 1), 1, 0, 0))).isEqualTo(got);
  }

  /** {@code resize_bilinear} of TensorFlow 1 takes 0, 1/2, 1, 3/2; since 2 it is -1/4, 1/4, ... */
  @ParameterizedTest
  @CsvSource({"2.2.4, 0 4 8 8", "2.3.1, 0 4 8 8", "2.4.0, 0 2 6 8", "2.2.4-tf, 0 2 6 8"})
  void bilinear_sampling_is_that_of_the_version(String version, String expected)
      throws IOException {
    Model model =
        read(
            version,
            """
            {'class_name': 'InputLayer', 'name': 'x', 'inbound_nodes': [], 'config': {'name': 'x',
             'batch_input_shape': [null, 1, 2, 1], 'dtype': 'float32', 'sparse': false}},
            {'class_name': 'UpSampling2D', 'name': 'u', 'config': {'name': 'u', 'size': [1, 2],
             'data_format': 'channels_last', 'interpolation': 'bilinear'},
             'inbound_nodes': [[['x', 0, 0, {}]]]}
            """,
            "['x', 0, 0]",
            "u");
    Tensor got = model.predict(Tensor.of(Shape.of(1, 1, 2, 1), 0, 8));
    String[] numbers = expected.split(" ");
    for (int i = 0; i < 4; i++) {
      assertThat(got.at(i)).isEqualTo(Float.parseFloat(numbers[i]));
    }
  }
}
