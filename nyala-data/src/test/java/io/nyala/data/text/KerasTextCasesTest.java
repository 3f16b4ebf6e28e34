// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.Fixtures;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Keras's cases of layers that take texts or words, among the fixtures. */
class KerasTextCasesTest {
  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    Path cases = Fixtures.file("keras/cases");
    List<Object> index = JSON.std.listFrom(Files.readString(cases.resolve("index.json")));
    List<Map<?, ?>> ours =
        index.stream()
            .<Map<?, ?>>map(entry -> (Map<?, ?>) entry)
            .filter(
                entry ->
                    List.of("TextVectorization", "StringLookup", "Hashing")
                        .contains(String.valueOf(entry.get("class"))))
            .toList();
    assertThat(ours).hasSize(16);
    return ours.stream()
        .map(entry -> DynamicTest.dynamicTest((String) entry.get("name"), () -> run(cases, entry)));
  }

  private static void run(Path cases, Map<?, ?> entry) throws IOException {
    switch ((String) entry.get("class")) {
      case "StringLookup" -> lookUp(cases, entry);
      case "Hashing" -> hash(cases, entry);
      default -> vectorize(cases, entry);
    }
  }

  private static void hash(Path cases, Map<?, ?> entry) throws IOException {
    Map<String, Tensor> arrays = Npz.read(cases.resolve((String) entry.get("file")));
    Hashing ours = new Hashing((Integer) ((Map<?, ?>) entry.get("config")).get("num_bins"));
    Tensor found =
        entry.get("string_inputs") == null
            ? ours.transform(arrays.get("input_0"))
            : ours.transform(rows(entry).stream().flatMap(List::stream).toList());
    assertThat(found.ints()).isEqualTo(arrays.get("output_0").cast(DType.INT32).ints());
  }

  private static void lookUp(Path cases, Map<?, ?> entry) throws IOException {
    Map<?, ?> config = (Map<?, ?>) entry.get("config");
    Map<String, Tensor> arrays = Npz.read(cases.resolve((String) entry.get("file")));
    StringLookup ours =
        new StringLookup()
            .numOovIndices((Integer) config.get("num_oov_indices"))
            .maskToken((String) config.get("mask_token"));
    List<List<String>> rows = Boolean.TRUE.equals(config.get("invert")) ? List.of() : rows(entry);
    List<String> words = rows.stream().flatMap(List::stream).toList();
    if (config.get("vocabulary") == null) {
      ours.adapt(words);
    } else {
      ours.vocabulary(strings(config.get("vocabulary")));
    }

    assertThat(ours.vocabulary()).isEqualTo(strings(entry.get("vocabulary")));
    if (rows.isEmpty()) {
      List<String> wanted = new ArrayList<>();
      flatten(entry.get("string_outputs"), wanted);
      assertThat(ours.inverse(arrays.get("input_0"))).isEqualTo(wanted);
      return;
    }
    OutputMode mode =
        OutputMode.valueOf(((String) config.get("output_mode")).toUpperCase(Locale.ROOT));
    Tensor found = mode == OutputMode.INT ? ours.transform(words) : ours.transform(rows, mode);
    assertThat(found.cast(DType.FLOAT32).floats())
        .isEqualTo(arrays.get("output_0").cast(DType.FLOAT32).floats());
  }

  private static List<List<String>> rows(Map<?, ?> entry) {
    List<?> all = (List<?>) ((Map<?, ?>) entry.get("string_inputs")).get("string_0");
    return all.stream()
        .map(row -> row instanceof List<?> ? strings(row) : strings(List.of(row)))
        .toList();
  }

  private static void flatten(Object part, List<String> to) {
    if (part instanceof List<?> list) {
      list.forEach(each -> flatten(each, to));
    } else {
      to.add((String) part);
    }
  }

  private static void vectorize(Path cases, Map<?, ?> entry) throws IOException {
    Map<?, ?> config = (Map<?, ?>) entry.get("config");
    List<String> texts = strings(((Map<?, ?>) entry.get("string_inputs")).get("string_0"));
    TextVectorization ours = configured(config);
    if (config.get("vocabulary") == null) {
      ours.adapt(texts);
    } else {
      ours.vocabulary(strings(config.get("vocabulary")));
    }

    assertThat(ours.vocabulary()).isEqualTo(strings(entry.get("vocabulary")));
    Tensor want = Npz.read(cases.resolve((String) entry.get("file"))).get("output_0");
    assertThat(ours.transform(texts).cast(DType.FLOAT32)).isEqualTo(want.cast(DType.FLOAT32));
  }

  private static TextVectorization configured(Map<?, ?> config) {
    TextVectorization ours =
        new TextVectorization()
            .outputMode(
                OutputMode.valueOf(((String) config.get("output_mode")).toUpperCase(Locale.ROOT)));
    ours.standardize(
        config.get("standardize") == null
            ? Standardize.NONE
            : Standardize.valueOf(((String) config.get("standardize")).toUpperCase(Locale.ROOT)));
    if (config.get("split").equals("character")) {
      ours.split(TextSplitter.characters());
    }
    if (config.get("max_tokens") instanceof Integer most) {
      ours.maxTokens(most);
    }
    if (config.get("ngrams") instanceof Integer most) {
      ours.ngrams(most);
    }
    if (config.get("output_sequence_length") instanceof Integer length) {
      ours.outputSequenceLength(length);
    }
    return ours;
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
