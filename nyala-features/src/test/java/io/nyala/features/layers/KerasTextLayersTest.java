// SPDX-License-Identifier: Apache-2.0
package io.nyala.features.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.io.ModelFiles;
import io.nyala.io.files.Zip;
import io.nyala.io.hdf5.Hdf5File;
import io.nyala.layers.base.HostLayer;
import io.nyala.layers.base.LayerRegistry;
import io.nyala.models.Model;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import io.nyala.testing.FilesAbove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What Keras's layers for text and categories give, and models of Keras that contain them. */
class KerasTextLayersTest {
  private static final Path KERAS = FilesAbove.find("fixtures").orElseThrow().resolve("keras");

  /** Keras computes the weights of TF-IDF in float32, this library in double precision. */
  private static final float ROUNDING = 1e-6f;

  private static Tensor tensor(Object nested) {
    List<Integer> dims = new ArrayList<>();
    for (Object part = nested; part instanceof List<?> list; part = list.get(0)) {
      dims.add(list.size());
    }
    List<Object> flat = new ArrayList<>();
    flatten(nested, flat);
    Shape shape = Shape.of(dims.stream().mapToInt(d -> d).toArray());
    if (flat.get(0) instanceof String) {
      return Tensor.ofStrings(shape, flat.toArray(String[]::new));
    }
    if (flat.stream().allMatch(Integer.class::isInstance)) {
      return Tensor.ofInts(shape, flat.stream().mapToInt(Integer.class::cast).toArray());
    }
    return Tensor.of(shape, flat.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray());
  }

  private static void flatten(Object part, List<Object> to) {
    if (part instanceof List<?> list) {
      list.forEach(each -> flatten(each, to));
    } else {
      to.add(part);
    }
  }

  private static HostLayer<?> layer(Map<?, ?> entry) {
    return (HostLayer<?>)
        LayerRegistry.fromConfig(
            Map.of("class_name", entry.get("class"), "config", entry.get("config")));
  }

  private static void adapt(HostLayer<?> layer, Tensor data) {
    if (layer instanceof StringLookupLayer lookup) {
      lookup.adapt(data);
    } else {
      ((TextVectorizationLayer) layer).adapt(data);
    }
  }

  private static List<String> vocabulary(HostLayer<?> layer) {
    return layer instanceof StringLookupLayer lookup
        ? lookup.vocabulary()
        : ((TextVectorizationLayer) layer).vocabulary();
  }

  private static void same(Tensor found, Tensor wanted) {
    assertThat(found.shape()).isEqualTo(wanted.shape());
    if (wanted.dtype() == DType.STRING) {
      assertThat(found).isEqualTo(wanted);
    } else {
      assertThat(found.toFloats()).containsExactly(wanted.toFloats(), within(ROUNDING));
    }
  }

  @TestFactory
  Stream<DynamicTest> layers_give_what_keras_gives() throws IOException {
    List<Object> cases = JSON.std.listFrom(Files.readString(KERAS.resolve("text/cases.json")));
    assertThat(cases).hasSize(64);
    return cases.stream()
        .map(c -> (Map<?, ?>) c)
        .map(c -> DynamicTest.dynamicTest((String) c.get("name"), () -> run(c)));
  }

  private static void run(Map<?, ?> entry) {
    HostLayer<?> layer = layer(entry);
    if (entry.get("adapt") != null) {
      adapt(layer, tensor(entry.get("adapt")));
    }
    List<Tensor> inputs =
        ((List<?>) entry.get("inputs")).stream().map(KerasTextLayersTest::tensor).toList();
    Tensor found = layer.transform(inputs).get(0);
    Tensor wanted = tensor(entry.get("output"));
    same(found, wanted.dtype() == DType.STRING ? wanted : wanted.cast(found.dtype()));
    if (((Map<?, ?>) entry.get("config")).get("output_mode").equals("int")) {
      assertThat(found.dtype().keras())
          .isEqualTo(((String) entry.get("type")).replace("int64", "int32"));
    } else {
      // Keras says float32 in a model, and gives int64 when it computes at once.
      assertThat(found.dtype()).isEqualTo(DType.FLOAT32);
    }
    if (entry.get("vocabulary") != null) {
      List<?> words = (List<?>) entry.get("vocabulary");
      assertThat(vocabulary(layer)).isEqualTo(words);
    }
    checkConfig(layer, entry);

    // What is written gives the same when it is read again.
    HostLayer<?> again =
        (HostLayer<?>)
            LayerRegistry.fromConfig(
                Map.of("class_name", layer.className(), "config", layer.config()));
    assertThat(again.transform(inputs).get(0)).isEqualTo(found);
    assertThat(again.config()).isEqualTo(layer.config());
  }

  /**
   * The settings are those of Keras, except for a learned vocabulary, which Keras has elsewhere.
   */
  private static void checkConfig(HostLayer<?> layer, Map<?, ?> entry) {
    Map<String, Object> ours = new LinkedHashMap<>(layer.config());
    Map<Object, Object> theirs = new LinkedHashMap<>((Map<?, ?>) entry.get("config"));
    ours.remove("dtype");
    if (theirs.get("vocabulary") == null
        || entry.get("name").equals("lookup_given_with_specials")) {
      List.of("vocabulary", "idf_weights")
          .forEach(
              key -> {
                ours.remove(key);
                theirs.remove(key);
              });
    }
    if (layer instanceof HashingLayer || layer instanceof StringLookupLayer) {
      ours.put("salt", String.valueOf(ours.get("salt")));
      theirs.put("salt", String.valueOf(theirs.get("salt")));
    }
    assertThat(ours).isEqualTo(theirs);
  }

  @TestFactory
  Stream<DynamicTest> layers_of_the_older_cases() throws IOException {
    Path cases = KERAS.resolve("cases");
    List<Map<?, ?>> ours =
        JSON.std.listFrom(Files.readString(cases.resolve("index.json"))).stream()
            .<Map<?, ?>>map(entry -> (Map<?, ?>) entry)
            .filter(
                entry ->
                    List.of("TextVectorization", "StringLookup", "Hashing")
                        .contains(String.valueOf(entry.get("class"))))
            .toList();
    assertThat(ours).hasSize(16);
    return ours.stream()
        .map(c -> DynamicTest.dynamicTest((String) c.get("name"), () -> older(cases, c)));
  }

  private static void older(Path cases, Map<?, ?> entry) throws IOException {
    HostLayer<?> layer = layer(entry);
    Map<String, Tensor> arrays = Npz.read(cases.resolve((String) entry.get("file")));
    Tensor x =
        entry.get("string_inputs") instanceof Map<?, ?> given
            ? tensor(given.get("string_0"))
            : arrays.get("input_0");
    Map<?, ?> config = (Map<?, ?>) entry.get("config");
    if (config.containsKey("vocabulary") && config.get("vocabulary") == null) {
      adapt(layer, x);
    }
    Tensor found = layer.transform(x);
    if (entry.get("string_outputs") != null) {
      List<Object> wanted = new ArrayList<>();
      flatten(entry.get("string_outputs"), wanted);
      assertThat(found.strings()).containsExactly(wanted.toArray(String[]::new));
    } else {
      same(found, arrays.get("output_0").cast(found.dtype()));
    }
  }

  /** Keras does not open a file without them; their paths are those of its own file. */
  @Test
  void weights_of_words_are_where_keras_looks(@TempDir Path dir) throws IOException {
    Path theirs = KERAS.resolve("text/text_tf_idf.keras");
    Path ours = dir.resolve("ours.keras");
    ModelFiles.save(ModelFiles.load(theirs), ours);
    for (String place : List.of("text_vectorization", "text_vectorization/_lookup_layer")) {
      String path = "layers/" + place + "/vars/idf_weights";
      assertThat(array(ours, path)).isEqualTo(array(theirs, path));
    }
  }

  private static Tensor array(Path model, String path) throws IOException {
    try (Zip zip = Zip.open(model);
        Hdf5File file = Hdf5File.open(zip.content("model.weights.h5"), "weights")) {
      return file.dataset(path).read();
    }
  }

  @TestFactory
  Stream<DynamicTest> models_of_keras_predict_from_strings(@TempDir Path dir) {
    return Stream.of("text_int", "text_tf_idf", "sequential_tf_idf", "categories")
        .map(name -> DynamicTest.dynamicTest(name, () -> predict(name, dir)));
  }

  private static void predict(String name, Path dir) throws IOException {
    Path text = KERAS.resolve("text");
    Map<String, Object> known = JSON.std.mapFrom(Files.readString(text.resolve(name + ".json")));
    List<Tensor> inputs =
        ((Map<?, ?>) known.get("inputs"))
            .values().stream().map(KerasTextLayersTest::tensor).toList();
    Model model = ModelFiles.load(text.resolve(name + ".keras"));
    Tensor found = model.predict(inputs).get(0);
    same(found, tensor(known.get("output")));
    Path file = dir.resolve(name + ".keras");
    ModelFiles.save(model, file);
    assertThat(ModelFiles.load(file).predict(inputs).get(0)).isEqualTo(found);
  }
}
