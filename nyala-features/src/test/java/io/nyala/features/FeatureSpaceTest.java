// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.Feature.bool;
import static io.nyala.features.Feature.categorical;
import static io.nyala.features.Feature.date;
import static io.nyala.features.Feature.numeric;
import static io.nyala.features.Feature.text;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.split.Fold;
import io.nyala.data.split.KFold;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.features.layers.DatePart;
import io.nyala.io.ModelFiles;
import io.nyala.losses.Losses;
import io.nyala.models.FitOptions;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.optimizers.Optimizers;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSpaceTest {
  private static Model model(FeatureSpace space) {
    Value hidden = dense(8).activation(RELU).apply(space.encoded());
    Model model = Model.of(space.inputs(), List.of(dense(1).apply(hidden)));
    model.compile(Optimizers.adam(0.01), Losses.meanSquaredError());
    return model;
  }

  private static Model trained(FeatureSpace space, Table train, int epochs) {
    Model model = model(space);
    model.fit(
        space.tensors(train),
        List.of(train.floats("spent")),
        FitOptions.fit().epochs(epochs).batchSize(64));
    return model;
  }

  /** All kinds of features, for the table of orders. */
  private static FeatureSpace everything() {
    return FeatureSpace.of(
            numeric("age").bins(5),
            numeric("income").log().robust(),
            numeric("items").minMax(),
            bool("member"),
            categorical("city").embedding(3),
            categorical("kind").hashed(6),
            categorical("tags").multiHot("|"),
            categorical("customer").maxCategories(20),
            text("note").embedding(8, 4, 3),
            date("day").parts(DatePart.YEAR, DatePart.DAY).cyclic(DatePart.YEAR_DAY))
        .cross(9, "city", "kind");
  }

  @Test
  void is_part_of_the_file(@TempDir Path dir) {
    Table orders = Orders.generate(300, 1);
    for (FeatureSpace space : List.of(FeatureSpace.infer(orders, "spent"), everything())) {
      FeatureSpace adapted = space.adapt(orders);
      Model model = trained(adapted, orders, 2);
      List<Tensor> x = adapted.tensors(orders);
      Path file = dir.resolve("orders.keras");
      ModelFiles.save(model, file);
      assertThat(ModelFiles.load(file).predict(x)).isEqualTo(model.predict(x));
    }
  }

  @Test
  void learns_what_a_plain_network_on_the_encoded_rows_learns() {
    Table orders = Orders.generate(1500, 2);
    FeatureSpace space = FeatureSpace.infer(orders, "spent").cross(16, "city", "kind");
    Table train = orders.range(0, 1200);
    Table test = orders.range(1200, 1500);
    FeatureSpace adapted = space.adapt(train);
    Model model = trained(adapted, train, 60);
    Tensor predicted = model.predict(adapted.tensors(test)).get(0);
    double error = 0;
    double spread = 0;
    double mean = train.mean("spent");
    double[] spent = test.doubles("spent");
    for (int i = 0; i < spent.length; i++) {
      error += Math.pow(spent[i] - predicted.at(i), 2);
      spread += Math.pow(spent[i] - mean, 2);
    }
    assertThat(1 - error / spread).as("explained variance").isGreaterThan(0.85);
  }

  @Test
  void is_made_of_layers_of_keras_where_nothing_is_missing() {
    Table orders = Orders.generate(300, 1).dropMissing();
    FeatureSpace space =
        FeatureSpace.of(
                numeric("income").log(),
                numeric("age"),
                numeric("items").bins(3),
                bool("member"),
                categorical("city"),
                categorical("kind").embedding(2),
                categorical("customer").hashed(7),
                text("note"))
            .cross(8, "city", "kind")
            .adapt(orders);
    String config = model(space).toConfig().toString();
    assertThat(config).contains("StringLookup", "Normalization").doesNotContain("nyala");
    FeatureSpace dates = FeatureSpace.of(date("day")).adapt(orders);
    assertThat(model(dates).toConfig().toString()).contains("nyala>DateParts");
  }

  /** Rows that nobody should learn from: other numbers, categories, dates and words. */
  private static Table spoiled(Table table, int... rows) {
    Set<Integer> which = new HashSet<>(Arrays.stream(rows).boxed().toList());
    double[] position = IntStream.range(0, table.rows()).asDoubleStream().toArray();
    int[] next = new int[7];
    Table result = table;
    int column = 0;
    for (String name : List.of("age", "income", "spent")) {
      int n = column++;
      result =
          result.withColumn(
              name,
              row ->
                  which.contains((int) position[next[n]++])
                      ? 1e6 * (n + 1)
                      : row.number(name, Double.NaN));
    }
    for (String name : List.of("city", "day", "tags", "note")) {
      int n = column++;
      result =
          result.withTextColumn(
              name,
              row ->
                  which.contains((int) position[next[n]++])
                      ? (name.equals("day") ? "1950-01-01" : "never seen " + name)
                      : row.text(name, ""));
    }
    return result;
  }

  @Test
  void learns_from_training_rows_only() {
    Table orders = Orders.generate(240, 5);
    for (Fold fold : KFold.shuffled(3, 7).split(orders.rows())) {
      Table other = spoiled(orders, fold.testRows());
      for (boolean inferred : new boolean[] {true, false}) {
        FeatureSpace[] spaces = new FeatureSpace[2];
        Model[] models = new Model[2];
        for (int i = 0; i < 2; i++) {
          Table train = fold.train(i == 0 ? orders : other);
          FeatureSpace space = inferred ? FeatureSpace.infer(train, "spent") : everything();
          spaces[i] = space.adapt(train);
          models[i] = trained(spaces[i], train, 2);
        }
        assertThat(models[1].toConfig()).isEqualTo(models[0].toConfig());
        assertThat(models[1].getWeights()).isEqualTo(models[0].getWeights());
        Table known = fold.train(orders).range(0, 10);
        assertThat(models[1].predict(spaces[1].tensors(known)))
            .isEqualTo(models[0].predict(spaces[0].tensors(known)));
        assertThat(spaces[1].summary()).isEqualTo(spaces[0].summary());
      }
      // All rows together would give another model: the changed rows are not harmless.
      assertThat(model(everything().adapt(other)).toConfig())
          .isNotEqualTo(model(everything().adapt(orders)).toConfig());
    }
  }

  @Test
  void says_what_a_model_is_not_prepared_for() {
    Table train =
        Tables.ofColumns(
            Map.of(
                "x", List.of(1, 2, 3), "day", List.of("2024-01-01", "2024-01-02", "2024-01-03")));
    Table missing =
        Tables.ofColumns(
            Map.of("x", Arrays.asList(1, null), "day", Arrays.asList("2024-01-01", null)));
    FeatureSpace space = FeatureSpace.of(numeric("x"), date("day")).adapt(train);
    assertThatThrownBy(() -> space.tensors(missing))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "table, column \"x\": the value of row 1 is missing, but no training row was; hint:"
                + " numeric(\"x\").fill(Fill.MEDIAN) prepares a model for it");
    FeatureSpace days = FeatureSpace.of(date("day")).adapt(train);
    Model model = model(days);
    assertThatThrownBy(() -> model.predict(days.tensors(missing)))
        .hasMessageContaining("day_parts")
        .hasMessageContaining("the date of row 1 is missing; no date was");
    FeatureSpace prepared =
        FeatureSpace.of(numeric("x").fill(Fill.MEDIAN), date("day").expectMissing()).adapt(train);
    assertThat(model(prepared).predict(prepared.tensors(missing)).get(0).shape().dim(0))
        .isEqualTo(2);
    assertThatThrownBy(() -> FeatureSpace.of(numeric("y")).adapt(train))
        .hasMessageContaining("table: no column \"y\"");
    assertThatThrownBy(() -> FeatureSpace.of(categorical("day").minCount(2)).adapt(train))
        .hasMessageContaining("column \"day\": no category has 2 training rows");
    assertThatThrownBy(() -> FeatureSpace.of(date("x")).adapt(train))
        .hasMessageContaining("no usual form reads all dates, such as \"1\"");
  }

  @Test
  void copies_have_layers_of_their_own() {
    Table orders = Orders.generate(200, 1);
    FeatureSpace space = everything().adapt(orders);
    Model first = trained(space, orders, 1);
    List<Tensor> before = first.getWeights();
    trained(space.copy(), orders, 1);
    assertThat(first.getWeights()).isEqualTo(before);
  }

  @Test
  void without_embeddings_nothing_is_trained() {
    List<String> towns = IntStream.range(0, 600).mapToObj(i -> "town " + i % 60).toList();
    Table table = Tables.ofColumns(Map.of("town", towns, "words", towns));
    FeatureSpace space =
        FeatureSpace.of(categorical("town").embedding(4))
            .with(text("words").embedding(50, 3, 2))
            .withoutEmbeddings();
    FeatureSpace adapted = space.adapt(table);
    assertThat(adapted.width()).isGreaterThanOrEqualTo(60);
    assertThat(Model.of(adapted.inputs(), List.of(adapted.encoded())).trainedWeights()).isEmpty();
  }

  @Test
  void missing_numbers_in_new_rows_alone_become_the_median() {
    List<Double> ages = IntStream.rangeClosed(1, 101).mapToObj(i -> i * 0.5).toList();
    Table train = Tables.ofColumns(Map.of("age", ages));
    Table later = Tables.ofColumns(Map.of("age", Arrays.asList(null, 25.5)));
    FeatureSpace space = FeatureSpace.infer(train).expectMissing().adapt(train);
    assertThat(space.width()).isEqualTo(1);
    Tensor encoded =
        Model.of(space.inputs(), List.of(space.encoded())).predict(space.tensors(later)).getFirst();
    assertThat(encoded.at(0, 0)).isEqualTo(encoded.at(1, 0));
  }

  @Test
  void is_changed_as_in_the_guide() {
    Table table = Orders.generate(200, 1);
    // snippet:services-features
    FeatureSpace space =
        FeatureSpace.infer(table, "spent")
            .with(numeric("age").bins(5), categorical("kind").embedding(4).minCount(10))
            .with(date("day").parts(DatePart.YEAR).cyclic(DatePart.MONTH, DatePart.WEEKDAY))
            .with(numeric("income").robust().fill(Fill.MEAN).withoutIndicator())
            .without("note")
            .cross(32, "city", "kind");
    // end:services-features
    assertThat(space.adapt(table).summary()).contains("4 categories, embedding of 4");
    // snippet:services-folds
    for (Fold fold : KFold.shuffled(5, 42).split(table.rows())) {
      Table train = fold.train(table);
      FeatureSpace adapted = FeatureSpace.infer(train, "spent").adapt(train);
      // build a model on adapted.encoded(), fit it, evaluate it on
      // adapted.tensors(fold.test(table))
    }
    // end:services-folds
  }

  @Test
  void columns_may_have_the_names_of_layers() {
    Map<String, List<?>> columns = new LinkedHashMap<>();
    for (String name : List.of("numbers", "all_numbers", "numbers_scaled", "features_1")) {
      columns.put(name, List.of(1.5, 2.5, 4.5));
    }
    columns.put("features", List.of("a", "b", "b"));
    columns.put("features_lookup", List.of("a", "b", "b"));
    Table table = Tables.ofColumns(columns);
    FeatureSpace space =
        FeatureSpace.of(
                numeric("numbers"),
                numeric("all_numbers").log(),
                numeric("numbers_scaled"),
                numeric("features_1"),
                categorical("features"),
                text("features_lookup"))
            .adapt(table);
    assertThat(model(space).predict(space.tensors(table))).hasSize(1);
    assertThatThrownBy(() -> FeatureSpace.of(numeric("a/b"), numeric("a_b")))
        .hasMessage(
            "the columns \"a/b\" and \"a_b\" would both be the input \"a_b\"; rename one of them");
  }
}
