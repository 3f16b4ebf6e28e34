// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feature spaces that Keras saved; {@code fixtures/keras/featurespace} has the generator. */
class KerasFeatureSpaceTest {
  private static final Path FOLDER =
      FilesAbove.find("fixtures").orElseThrow().resolve("keras/featurespace");

  private final Map<String, Object> results;

  KerasFeatureSpaceTest() throws IOException {
    results = JSON.std.mapFrom(Files.readString(FOLDER.resolve("results.json")));
  }

  /** Returns columns of the rows that Keras computed; the inputs of Keras's models are sorted. */
  private List<Tensor> columns(String... names) {
    Map<?, ?> all = (Map<?, ?>) results.get("columns");
    List<Tensor> columns = new ArrayList<>();
    for (String name : new TreeSet<>(List.of(names))) {
      List<?> values = (List<?>) all.get(name);
      Shape shape = Shape.of(values.size(), 1);
      if (values.get(0) instanceof String) {
        columns.add(Tensor.ofStrings(shape, values.toArray(String[]::new)));
      } else if (values.get(0) instanceof Integer) {
        columns.add(
            Tensor.ofInts(shape, values.stream().mapToInt(v -> ((Number) v).intValue()).toArray()));
      } else {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = ((Number) values.get(i)).floatValue();
        }
        columns.add(Tensor.of(shape, floats));
      }
    }
    return columns;
  }

  private static void assertSame(Object keras, Tensor ours) {
    List<?> rows = (List<?>) keras;
    int width = ours.size() / rows.size();
    for (int r = 0; r < rows.size(); r++) {
      List<?> row = (List<?>) rows.get(r);
      assertThat(row).hasSize(width);
      for (int i = 0; i < width; i++) {
        double expected = ((Number) row.get(i)).doubleValue();
        // a few operations in float32
        assertThat((double) ours.at(r * width + i))
            .as("row %d, column %d", r, i)
            .isCloseTo(expected, within(4e-7 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @Test
  void opens_as_a_model_from_columns_to_the_vector(@TempDir Path dir) {
    Model space = ModelFiles.load(FOLDER.resolve("concat.keras"));
    List<Tensor> rows =
        columns(
            "plain", "scaled", "age", "income", "level", "city", "code", "user", "height", "kind");
    Tensor encoded = space.predict(rows).get(0);
    assertSame(results.get("concat"), encoded);
    Path saved = dir.resolve("again.keras");
    ModelFiles.save(space, saved);
    assertThat(ModelFiles.load(saved).predict(rows).get(0)).isEqualTo(encoded);
  }

  @Test
  void opens_with_an_output_for_each_feature() {
    Model space = ModelFiles.load(FOLDER.resolve("dict.keras"));
    List<Tensor> outputs = space.predict(columns("age", "level", "city", "code", "user"));
    Map<?, ?> keras = (Map<?, ?>) results.get("dict");
    assertThat(outputs).hasSameSizeAs(keras.keySet());
    int i = 0;
    for (Object name : new TreeSet<>(keras.keySet())) {
      assertSame(keras.get(name), outputs.get(i++));
    }
  }

  @Test
  void opens_inside_a_model() {
    Model model = ModelFiles.load(FOLDER.resolve("model.keras"));
    Tensor predicted = model.predict(columns("age", "income", "level", "city")).get(0);
    assertSame(results.get("model"), predicted);
  }
}
