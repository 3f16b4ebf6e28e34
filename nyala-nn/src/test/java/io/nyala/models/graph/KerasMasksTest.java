// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.layers.base.Weight;
import io.nyala.models.Model;
import io.nyala.models.ModelConfigs;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Models in which masks matter, with what Keras 3.15.1 predicts: every layer that merges, attends,
 * pools or recurs, with masks that calls name and masks that travel, nested and shared. The models
 * and how they were made are in {@code masks.jsonl.gz} and {@code make_masks.py}.
 */
class KerasMasksTest {
  /** What float32 may differ by over the steps of these models, whose values are below 10. */
  private static final float ROUNDING = 1e-5f;

  record Example(String name, Map<String, Object> config, List<Tensor> in, List<Tensor> out) {
    @SuppressWarnings("unchecked") // JSON objects
    static Example of(String line) {
      try {
        Map<String, Object> map = JSON.std.mapFrom(line);
        return new Example(
            (String) map.get("name"),
            (Map<String, Object>) map.get("config"),
            tensors((List<?>) map.get("inputs")),
            tensors((List<?>) map.get("outputs")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<Tensor> tensors(List<?> lists) {
      return lists.stream().map(Example::tensor).toList();
    }

    private static Tensor tensor(Object nested) {
      List<Integer> dims = new ArrayList<>();
      for (Object part = nested; part instanceof List<?> list; part = list.get(0)) {
        dims.add(list.size());
      }
      List<Float> all = new ArrayList<>();
      collect(nested, all);
      float[] data = new float[all.size()];
      for (int i = 0; i < data.length; i++) {
        data[i] = all.get(i);
      }
      return Tensor.of(Shape.of(dims.stream().mapToInt(d -> d).toArray()), data);
    }

    private static void collect(Object part, List<Float> into) {
      if (part instanceof List<?> list) {
        list.forEach(each -> collect(each, into));
      } else {
        into.add(((Number) part).floatValue());
      }
    }
  }

  static List<Example> examples() throws IOException {
    try (InputStream in = KerasMasksTest.class.getResourceAsStream("masks/masks.jsonl.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return lines.lines().map(Example::of).toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> predicts_what_keras_predicts() throws IOException {
    List<Example> examples = examples();
    assertThat(examples).hasSizeGreaterThan(160);
    return examples.stream().map(e -> DynamicTest.dynamicTest(e.name(), () -> check(e)));
  }

  /** Files of the older kind have the same models, but operations and layers without modules. */
  @TestFactory
  Stream<DynamicTest> tells_operations_from_layers_without_modules() throws IOException {
    return examples().stream()
        .filter(e -> e.name().matches("concat.*|three_.*|many_ops|getitem|bare_.*|tile.*"))
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.name(),
                    () ->
                        check(new Example(e.name(), withoutModules(e.config()), e.in(), e.out()))));
  }

  private static Map<String, Object> withoutModules(Map<?, ?> form) {
    Map<String, Object> changed = new LinkedHashMap<>();
    form.forEach((key, part) -> changed.put((String) key, part));
    changed.keySet().removeAll(List.of("module", "registered_name", "build_config"));
    if (form.get("config") instanceof Map<?, ?> config && config.get("layers") instanceof List<?>) {
      Map<String, Object> own = new LinkedHashMap<>();
      config.forEach((key, part) -> own.put((String) key, part));
      own.put(
          "layers",
          ((List<?>) config.get("layers"))
              .stream().map(each -> withoutModules((Map<?, ?>) each)).toList());
      changed.put("config", own);
    }
    return changed;
  }

  private static void check(Example e) throws IOException {
    Model model = filled(ModelConfigs.fromConfig(e.config()));
    List<Tensor> outputs = model.predict(e.in());
    assertThat(outputs).hasSameSizeAs(e.out());
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(outputs.get(i).shape()).isEqualTo(e.out().get(i).shape());
      assertThat(outputs.get(i).floats())
          .usingComparatorWithPrecision(ROUNDING)
          .containsExactly(e.out().get(i).floats());
    }
    // Written and read again, the calls have the same masks.
    Map<String, Object> written =
        JSON.std.mapFrom(
            JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(model.toConfig()));
    List<Tensor> again = filled(ModelConfigs.fromConfig(written)).predict(e.in());
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(again.get(i).floats()).containsExactly(outputs.get(i).floats());
    }
  }

  /** Gives a model the weights that the examples were made with. */
  static Model filled(Model model) {
    List<Weight> weights = model.weights();
    List<Tensor> values = new ArrayList<>();
    for (int k = 0; k < weights.size(); k++) {
      float[] data = new float[weights.get(k).shape().size()];
      for (int i = 0; i < data.length; i++) {
        double more = weights.get(k).name().contains("variance") ? 1.5 : 0;
        data[i] = (float) (((17 * i + 29 * k + 7) % 37 - 18) / 20.0 + more);
      }
      values.add(Tensor.of(weights.get(k).shape(), data));
    }
    model.setWeights(values);
    return model;
  }
}
