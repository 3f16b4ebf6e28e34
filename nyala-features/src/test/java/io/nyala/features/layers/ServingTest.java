// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import static io.nyala.activations.Activations.SOFTMAX;
import static io.nyala.features.layers.FeatureLayers.hashing;
import static io.nyala.features.layers.FeatureLayers.stringLookup;
import static io.nyala.features.layers.FeatureLayers.textVectorization;
import static io.nyala.layers.Layers.concatenate;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.models.serving.Decoding;
import io.nyala.models.serving.NamedPredictor;
import io.nyala.models.serving.Prediction;
import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows with text by name, as services get them. */
class ServingTest {
  private static final List<String> CITIES = List.of("Ulm", "Bonn", "Kiel");

  private static Model model() {
    Value city = input("city", DType.STRING, 1);
    Value day = input("day", DType.STRING, 1);
    Value note = input("note", DType.STRING, 1);
    Value size = input("size", 1);
    Value all =
        concatenate()
            .apply(
                stringLookup()
                    .vocabulary(CITIES)
                    .maskToken("")
                    .outputMode(IndexOutput.ONE_HOT)
                    .apply(city),
                hashing(7).outputMode(IndexOutput.ONE_HOT).apply(day),
                textVectorization()
                    .outputMode(IndexOutput.COUNT)
                    .adapt(List.of("great view", "loud street"))
                    .apply(note),
                size);
    Model model =
        Model.of(List.of(city, day, note, size), List.of(dense(2).activation(SOFTMAX).apply(all)));
    model.named("rent");
    model.decode(Decoding.classes("cheap", "dear"));
    return model;
  }

  record Flat(String city, DayOfWeek day, String note, double size) {}

  private static double[] direct(Model model, String city, String day, String note, float size) {
    Tensor y =
        model
            .predict(
                List.of(
                    Tensor.ofStrings(Shape.of(1, 1), city),
                    Tensor.ofStrings(Shape.of(1, 1), day),
                    Tensor.ofStrings(Shape.of(1, 1), note),
                    Tensor.of(Shape.of(1, 1), size)))
            .get(0);
    return new double[] {y.floats()[0], y.floats()[1]};
  }

  @Test
  void maps_and_records_give_what_tensors_give() {
    Model model = model();
    NamedPredictor predictor = model.namedPredictor();
    double[] wanted = direct(model, "Bonn", "FRIDAY", "A great, great view!", 61.5f);
    Map<String, Object> row =
        Map.of("city", "Bonn", "day", "FRIDAY", "note", "A great, great view!", "size", 61.5);
    Flat flat = new Flat("Bonn", DayOfWeek.FRIDAY, "A great, great view!", 61.5);
    assertThat(predictor.predict(row).values()).containsExactly(wanted);
    assertThat(predictor.predict(flat).values()).containsExactly(wanted);
    List<Prediction> both = predictor.predictAll(List.of(row, flat));
    assertThat(both.get(0).label()).isEqualTo(wanted[0] >= wanted[1] ? "cheap" : "dear");
    assertThat(both.get(1).values()).containsExactly(both.get(0).values());
  }

  @Test
  void missing_text_is_empty_where_a_layer_is_prepared_for_it() {
    Model model = model();
    NamedPredictor predictor = model.namedPredictor();
    double[] wanted = direct(model, "", "FRIDAY", "", 61.5f);
    assertThat(predictor.predict(Map.of("day", "FRIDAY", "size", 61.5)).values())
        .containsExactly(wanted);
    Map<String, Object> nulls = new HashMap<>(Map.of("day", "FRIDAY", "size", 61.5));
    nulls.put("city", null);
    assertThat(predictor.predict(nulls).values()).containsExactly(wanted);
    assertThatThrownBy(() -> predictor.predict(Map.of("size", 61.5)))
        .hasMessage(
            "rent (Functional): input \"day\" is missing: expected a text. The model is not prepared"
                + " for missing values of it; its inputs are [city: a text, may be missing, day: a "
                + "text, note: a text, may be missing, size: a number]");
    assertThatThrownBy(() -> predictor.predict(Map.of("day", 5, "size", 61.5)))
        .hasMessage("rent (Functional): input \"day\": expected a text, got Integer 5");
  }

  @Test
  void a_loaded_model_knows_its_classes(@TempDir Path dir) {
    Path file = dir.resolve("rent.keras");
    Model model = model();
    ModelFiles.save(model, file);
    Map<String, Object> row = Map.of("city", "Kiel", "day", "MONDAY", "note", "", "size", 20);
    assertThat(ModelFiles.load(file).namedPredictor().predict(row).probabilities())
        .isEqualTo(model.namedPredictor().predict(row).probabilities())
        .containsOnlyKeys("cheap", "dear");
  }

  @Test
  void sixty_four_threads_get_their_own_results() throws Exception {
    NamedPredictor predictor = model().namedPredictor();
    List<Map<String, Object>> rows = new ArrayList<>();
    List<double[]> wanted = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String note = "great ".repeat(i % 5) + "street";
      rows.add(Map.of("city", CITIES.get(i % 3), "day", "day " + i, "note", note, "size", i));
      wanted.add(predictor.predict(rows.get(i)).values());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      List<Callable<Void>> jobs = new ArrayList<>();
      for (int t = 0; t < 64; t++) {
        int own = t;
        jobs.add(
            () -> {
              for (int k = 0; k < 300; k++) {
                assertThat(predictor.predict(rows.get(own)).values())
                    .containsExactly(wanted.get(own));
              }
              return null;
            });
      }
      for (Future<Void> job : threads.invokeAll(jobs)) {
        job.get();
      }
    }
  }
}
