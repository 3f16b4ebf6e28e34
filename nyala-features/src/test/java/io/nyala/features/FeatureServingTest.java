// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.Feature.categorical;
import static io.nyala.features.Feature.date;
import static io.nyala.features.Feature.numeric;
import static io.nyala.features.Feature.text;
import static io.nyala.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.activations.Activations;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.models.Model;
import io.nyala.models.serving.Decoding;
import io.nyala.models.serving.NamedPredictor;
import io.nyala.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single rows of a table by name, with the same predictions as the table. */
class FeatureServingTest {
  private static final String ROWS =
      """
      age,income,city,bought,note
      31,1000.5,Ulm,2024-01-15,likes red
      ,2000,Bonn,2024-03-02,likes blue
      45,1500,,,
      52,900,Ulm,2024-07-30,red and blue
      """;

  private static Model model(FeatureSpace space) {
    Model model =
        Model.of(
            space.inputs(),
            List.of(dense(2).activation(Activations.SOFTMAX).apply(space.encoded())));
    model.decode(Decoding.classes("no", "yes"));
    return model;
  }

  private static Map<String, Object> row(Object age, double income, String city, String note) {
    Map<String, Object> row = new HashMap<>();
    row.put("age", age);
    row.put("income", income);
    row.put("city", city);
    row.put("note", note);
    return row;
  }

  @Test
  void rows_by_name_give_what_the_table_gives(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("rows.csv");
    Files.writeString(file, ROWS);
    Table table = Csv.read(file);
    FeatureSpace space =
        FeatureSpace.of(
                numeric("age"),
                numeric("income"),
                categorical("city"),
                date("bought"),
                text("note"))
            .adapt(table);
    Model model = model(space);
    Tensor wanted = model.predict(space.tensors(table)).get(0);
    NamedPredictor predictor = model.namedPredictor();

    Map<String, Object> first = row(31, 1000.5, "Ulm", "likes red");
    first.put("bought", LocalDate.of(2024, 1, 15));
    assertThat(predictor.predict(first).values()).containsExactly(wanted.at(0, 0), wanted.at(0, 1));
    Map<String, Object> second = row(null, 2000, "Bonn", "likes blue");
    second.put("bought", "2024-03-02");
    assertThat(predictor.predict(second).values())
        .containsExactly(wanted.at(1, 0), wanted.at(1, 1));
    assertThat(predictor.predict(row(45, 1500, null, null)).values())
        .containsExactly(wanted.at(2, 0), wanted.at(2, 1));
    assertThatThrownBy(() -> predictor.predict(Map.of("age", 45)))
        .hasMessageContaining("input \"income\" is missing: expected a number. The model is not");
  }
}
