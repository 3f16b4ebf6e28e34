// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.Feature.categorical;
import static io.nyala.features.Feature.numeric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InferenceTest {
  private static final int ROWS = 400;

  /** Returns the line of the summary on a column, and checks that the proposal fits its table. */
  private static String line(String name, IntFunction<?> value) {
    Map<String, List<?>> columns = new LinkedHashMap<>();
    List<Object> values = new ArrayList<>();
    IntStream.range(0, ROWS).forEach(i -> values.add(value.apply(i)));
    columns.put(name, values);
    columns.put("other", IntStream.range(0, ROWS).mapToObj(i -> Math.sin(i)).toList());
    Table table = Tables.ofColumns(columns);
    FeatureSpace space = FeatureSpace.infer(table);
    FeatureSpace adapted = space.adapt(table);
    assertThat(adapted.tensors(table)).hasSameSizeAs(adapted.inputs());
    assertThat(adapted.encoded().shape().last()).isEqualTo(adapted.width());
    return space.summary().lines().filter(l -> l.startsWith(name + " ")).findFirst().orElseThrow();
  }

  private static void assertLine(String name, IntFunction<?> value, String kind, String... parts) {
    String line = line(name, value).substring(name.length()).strip();
    assertThat(line).startsWith(kind + " ").contains(parts);
  }

  private static void assertLeftOut(String name, IntFunction<?> value, String reason) {
    assertLine(name, value, "-", "left out", reason);
  }

  @Test
  void leaves_out_what_cannot_help() {
    assertLeftOut("row", i -> ROWS - i, "consecutive numbers");
    assertLeftOut("row", i -> i + i / 2, "consecutive numbers"); // of every third one is missing
    assertLeftOut("userId", i -> 17 * i, "an identifier by its name");
    assertLeftOut("key", i -> "k" + i * 31 % 1009, "all different: an identifier");
    assertLeftOut("same", i -> i % 7 == 0 ? null : "x", "always \"x\"");
    assertLeftOut("one", i -> 1.5, "always");
    assertLeftOut("nothing", i -> null, "no values");
  }

  @Test
  void tells_kinds_of_numbers() {
    assertLine("x", i -> Math.cos(i), "numeric", "standard", "numbers");
    assertLine("x", i -> i % 9 == 0 ? null : Math.cos(i), "numeric", "45", "median + indicator");
    assertLine("price", i -> Math.exp(i / 30.0), "numeric", "log, standard");
    assertLine("x", i -> i == 7 ? -1e6 : Math.sin(i), "numeric", "robust", "outliers");
    assertLine("rooms", i -> 1 + i % 6, "numeric", "6 different; if codes: categorical");
    assertLine("flag", i -> i % 3 == 0 ? 1 : 0, "bool", "0 or 1");
    assertLine("zip_code", i -> 8000 + i % 40, "categorical", "one-hot", "a code by its name");
    assertLine("day", i -> 20240101 + i % 28, "date", "yyyyMMdd");
    assertLine("timestamp", i -> 1_700_000_000 + i * 5000, "date", "seconds since 1970");
  }

  @Test
  void tells_kinds_of_texts() {
    assertLine("smoker", i -> i % 2 == 0 ? "Yes" : "no", "bool", "only Yes, no");
    assertLine("city", i -> "city" + i % 6, "categorical", "6 categories, one-hot");
    assertLine("city", i -> "city" + i % 100, "categorical", "embedding of 7", "100 different");
    assertLine("when", i -> "2024-01-%02d".formatted(1 + i % 31), "date", "dates");
    assertLine("when", i -> "%d.2.2024".formatted(1 + i % 28), "date", "as d.M.yyyy");
    assertLine("when", i -> "%d/3/2024".formatted(1 + i % 12), "date", "d/M would fit too");
    assertLine(
        "note",
        i -> "the %d words of a note".formatted(i % 90),
        "text",
        "TF-IDF",
        "texts of 6 words");
    assertLine(
        "tags", i -> "a%d|b%d".formatted(i % 4, i % 5), "categorical", "multi-hot, split at \"|\"");
    assertLeftOut("price", i -> "%d,%d".formatted(i, i % 10), "read the file with decimal(',')");
    assertLeftOut("price", i -> "1,%03d,%03d".formatted(i, i), "read the file with thousands(',')");
    assertLine(
        "x", i -> i % 50 == 0 ? "n.a." : "" + i % 37, "numeric", "\"n.a.\" as missing", "8 ");
  }

  @Test
  void hashes_very_many_categories() {
    List<String> users = IntStream.range(0, 5000).mapToObj(i -> "user" + i % 1800).toList();
    Table table = Tables.ofColumns(Map.of("user", users));
    assertThat(FeatureSpace.infer(table).summary())
        .contains("hashed to 256 bins, one-hot", "1,800 different");
  }

  @Test
  void keeps_targets_out_and_refuses_unknown_ones() {
    Table table = Orders.generate(50, 3);
    assertThat(FeatureSpace.infer(table, "spent", "age").features())
        .extracting(Feature::name)
        .containsExactly("income", "items", "member", "city", "kind", "day", "tags", "note");
    assertThatThrownBy(() -> FeatureSpace.infer(table, "spend"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("did you mean \"spent\"?");
    assertThatThrownBy(() -> FeatureSpace.infer(table.select("shop", "spent"), "spent"))
        .hasMessageContaining("no column is a useful feature: {shop=always \"main\"}");
  }

  @Test
  void is_changed_feature_by_feature() {
    Table table = Orders.generate(200, 3);
    FeatureSpace space =
        FeatureSpace.infer(table, "spent")
            .with(numeric("age").bins(5), categorical("shop"))
            .without("tags", "note")
            .cross(12, "city", "kind");
    String text = space.adapt(table).summary();
    assertThat(text).contains("bins + missing, one-hot", "city x kind", "hashed to 12 bins");
    assertThat(text.lines().filter(l -> l.startsWith("shop ")).toList())
        .hasSize(1)
        .allMatch(l -> l.contains("chosen"));
    assertThat(space.without("city").adapt(table).summary()).doesNotContain("city x kind");
    assertThatThrownBy(() -> space.without("citty"))
        .hasMessageContaining("column \"citty\" has no feature; did you mean \"city\"?");
    assertThatThrownBy(() -> space.cross(12, "city", "income"))
        .hasMessage("cross: numeric(\"income\") is no feature of single categories");
    assertThatThrownBy(() -> space.with(numeric("city")))
        .hasMessage("cross: numeric(\"city\") is no feature of single categories");
    assertThatThrownBy(space::encoded)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("space = space.adapt(trainingRows)");
  }

  @Test
  void survives_odd_tables() {
    Table odd =
        Csv.options()
            .parse("odd.csv", "a/b,,\"x y\"\n1,,2024-02-30\n2,z,2024-03-01\n,y,2024-03-02\n4,,\n");
    FeatureSpace space = FeatureSpace.infer(odd).adapt(odd);
    assertThat(space.inputs()).hasSize(space.features().size());
    assertThat(space.feature("a/b").inputName()).isEqualTo("a_b");
  }
}
