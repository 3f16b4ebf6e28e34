// SPDX-License-Identifier: Apache-2.0
package io.nyala.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The definitions that the peers in Python read are those of {@link Workload}. */
class WorkloadsFileTest {
  private static final Path FILE = Path.of("..", "bench", "workloads.json");

  /** {@code -Dnyala.workloads=write} writes the file anew. */
  @Test
  void the_file_holds_every_workload() throws Exception {
    String expected = text();
    if ("write".equals(System.getProperty("nyala.workloads"))) {
      Files.writeString(FILE, expected);
    }
    assertThat(FILE).content().isEqualTo(expected);
  }

  private static String text() throws ReflectiveOperationException, IOException {
    StringBuilder text = new StringBuilder("{\n");
    line(text, "learningRate", Workload.LEARNING_RATE);
    line(text, "epsilon", Workload.TransformerTraining.EPSILON);
    line(text, "cifarCnn", cifarCnn());
    line(text, "textCnn", textCnn());
    text.append("  \"workloads\": [\n");
    List<Workload> all = Workload.all();
    for (Workload workload : all) {
      text.append("    ").append(JSON.std.asString(definition(workload)));
      text.append(workload == all.getLast() ? "\n" : ",\n");
    }
    return text.append("  ]\n}\n").toString();
  }

  private static void line(StringBuilder text, String key, Object value) throws IOException {
    text.append("  \"%s\": %s,\n".formatted(key, JSON.std.asString(value)));
  }

  private static Map<String, Object> definition(Workload workload)
      throws ReflectiveOperationException {
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("kind", workload.getClass().getSimpleName());
    for (RecordComponent component : workload.getClass().getRecordComponents()) {
      definition.put(component.getName(), component.getAccessor().invoke(workload));
    }
    return definition;
  }

  private static Map<String, Object> cifarCnn() {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("extent", CifarCnn.EXTENT);
    network.put("channels", CifarCnn.CHANNELS);
    network.put("kernel", CifarCnn.KERNEL);
    network.put("filters", CifarCnn.FILTERS);
    network.put("widths", CifarCnn.WIDTHS);
    network.put("dropout", CifarCnn.DROPOUT);
    return network;
  }

  private static Map<String, Object> textCnn() {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("vocabulary", TextCnn.VOCABULARY);
    network.put("dimension", TextCnn.DIMENSION);
    network.put("time", TextCnn.TIME);
    network.put("convolutions", TextCnn.CONVOLUTIONS);
    network.put("filters", TextCnn.FILTERS);
    network.put("kernel", TextCnn.KERNEL);
    network.put("pool", TextCnn.POOL);
    network.put("widths", TextCnn.WIDTHS);
    return network;
  }
}
