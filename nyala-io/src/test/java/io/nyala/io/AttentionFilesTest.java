// SPDX-License-Identifier: Apache-2.0
package io.nyala.io;

import static io.nyala.layers.Layers.attention;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.groupQueryAttention;
import static io.nyala.layers.Layers.input;
import static io.nyala.layers.Layers.multiHeadAttention;
import static io.nyala.layers.Layers.rmsNormalization;
import static io.nyala.layers.Layers.spectralNormalization;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.io.hdf5.Hdf5File;
import io.nyala.layers.attention.Attention;
import io.nyala.layers.attention.Attention.ScoreMode;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with attention in files, with what Keras takes as arguments of calls. */
class AttentionFilesTest {
  @TempDir Path folder;

  private static Model model() {
    Value q = input(4, 6);
    Value v = input(5, 6);
    Value mask = input(4, 5);
    Value heads =
        multiHeadAttention(2, 3).valueDim(4).useGate(true).applyAll(List.of(q, v, v, mask)).get(0);
    Value grouped = groupQueryAttention(3, 4, 2).useCausalMask(true).apply(heads, heads);
    List<Value> scored =
        attention().useScale(true).returnAttentionScores(true).applyAll(List.of(grouped, v));
    Value y = spectralNormalization(dense(3)).apply(rmsNormalization().apply(scored.get(0)));
    return Model.of(List.of(q, v, mask), List.of(y, scored.get(1)));
  }

  private static List<Tensor> data() {
    return List.of(ramp(2, 4, 6), ramp(2, 5, 6), triangle());
  }

  private static Tensor ramp(int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) Math.sin(1.3 * i);
    }
    return Tensor.of(shape, data);
  }

  private static Tensor triangle() {
    float[] data = new float[2 * 4 * 5];
    for (int i = 0; i < data.length; i++) {
      data[i] = i % 5 <= i / 5 % 4 ? 1 : 0;
    }
    return Tensor.of(Shape.of(2, 4, 5), data);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m.keras", "m.h5"})
  void files_keep_weights_and_arguments_of_calls(String name) {
    Model model = model();
    List<Tensor> before = model.predict(data());
    Path file = folder.resolve(name);
    ModelFiles.save(model, file);
    assertThat(ModelFiles.load(file).predict(data())).isEqualTo(before);
  }

  @Test
  void groups_have_the_names_of_keras() throws IOException {
    // From files that Keras 3.15.1 wrote.
    Path file = folder.resolve("m.weights.h5");
    ModelFiles.saveWeights(model(), file);
    Hdf5File stored = Hdf5File.open(file);
    for (String group :
        List.of(
            "multi_head_attention/query_dense",
            "multi_head_attention/_gate_dense",
            "multi_head_attention/output_dense",
            "grouped_query_attention/_key_dense",
            "grouped_query_attention/_output_dense",
            "spectral_normalization/layer",
            "spectral_normalization")) {
      assertThat(stored.numbered("layers/" + group + "/vars")).as(group).hasSize(2);
    }
  }

  @Test
  void older_files_have_the_names_of_classes_in_python() throws IOException {
    Path file = folder.resolve("m.h5");
    ModelFiles.save(model(), file);
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("\"GroupedQueryAttention\"")
        .doesNotContain("\"GroupQueryAttention\"");
  }

  @Test
  void older_files_do_not_say_what_keras_takes_for_a_function() throws IOException {
    // Keras 3.15.1 opens "concat", and fails on its own files that say "dot".
    assertThat(written(attention())).doesNotContain("score_mode");
    assertThat(written(attention().scoreMode(ScoreMode.CONCAT)))
        .contains("\"score_mode\":\"concat\"");
  }

  private String written(Attention layer) throws IOException {
    Path file = folder.resolve(layer.name() + ".h5");
    Value q = input(4, 6);
    Value v = input(5, 6);
    Model model = Model.of(List.of(q, v), List.of(layer.apply(q, v)));
    ModelFiles.save(model, file);
    List<Tensor> data = data().subList(0, 2);
    assertThat(ModelFiles.load(file).predict(data)).isEqualTo(model.predict(data));
    return Hdf5File.open(file).text("", "model_config");
  }
}
