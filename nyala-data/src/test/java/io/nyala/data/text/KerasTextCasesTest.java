// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.data.SharedData;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.npy.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of Keras's {@code TextVectorization} among the fixtures, where those are present. */
class KerasTextCasesTest {
  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    Path cases = SharedData.file("fixtures/keras/cases");
    List<Object> index = JSON.std.listFrom(Files.readString(cases.resolve("index.json")));
    List<Map<?, ?>> ours =
        index.stream()
            .<Map<?, ?>>map(entry -> (Map<?, ?>) entry)
            .filter(entry -> "TextVectorization".equals(entry.get("class")))
            .toList();
    assertThat(ours).hasSize(6);
    return ours.stream()
        .map(entry -> DynamicTest.dynamicTest((String) entry.get("name"), () -> run(cases, entry)));
  }

  private static void run(Path cases, Map<?, ?> entry) throws IOException {
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
