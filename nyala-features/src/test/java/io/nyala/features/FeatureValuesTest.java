// SPDX-License-Identifier: Apache-2.0
package io.nyala.features;

import static io.nyala.features.Feature.categorical;
import static io.nyala.features.Feature.date;
import static io.nyala.features.Feature.integerCategorical;
import static io.nyala.features.Feature.numeric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nyala.data.table.Csv;
import io.nyala.data.table.Table;
import io.nyala.data.table.Tables;
import io.nyala.models.Model;
import io.nyala.tensor.Tensor;
import io.nyala.testing.FilesAbove;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Encoded features, compared with scikit-learn and pandas; {@code fixtures/tables} has the
 * generator.
 */
class FeatureValuesTest {
  private static final Path FOLDER = FilesAbove.find("fixtures").orElseThrow().resolve("tables");
  private static final double FLOAT32 = 1e-7; // half a unit in the last place of numbers near 1

  private final Table members = Csv.read(FOLDER.resolve("members.csv"));
  private final Table expected = Csv.read(FOLDER.resolve("features.csv"));

  private static Tensor encoded(Table table, Feature... features) {
    FeatureSpace space = FeatureSpace.of(features).adapt(table);
    Tensor result =
        Model.of(space.inputs(), List.of(space.encoded())).predict(space.tensors(table)).get(0);
    assertThat(result.shape().last()).isEqualTo(space.width());
    return result;
  }

  private void assertColumns(Tensor encoded, String... columns) {
    assertThat(encoded.shape().last()).isEqualTo(columns.length);
    for (int c = 0; c < columns.length; c++) {
      double[] values = expected.doubles(columns[c]);
      for (int r = 0; r < values.length; r++) {
        // rounding of the number, the center and the difference
        assertThat((double) encoded.at(r * columns.length + c))
            .as("%s, row %d", columns[c], r)
            .isCloseTo(values[r], within(8 * FLOAT32 * Math.max(1, Math.abs(values[r]))));
      }
    }
  }

  @Test
  void scales_numbers() {
    assertColumns(encoded(members, numeric("age")), "age standard", "age missing");
    assertColumns(
        encoded(members, numeric("age").minMax().fill(Fill.MEAN).withoutIndicator()),
        "age min-max");
    assertColumns(encoded(members, numeric("age").robust().fill(-1)), "age robust", "age missing");
    assertColumns(
        encoded(members, numeric("age").raw().fill(Fill.MOST_FREQUENT)), "age mode", "age missing");
    assertColumns(encoded(members, numeric("income").log()), "income log", "income missing");
  }

  @Test
  void puts_numbers_first_then_indicators_then_the_rest() {
    assertColumns(
        encoded(members, categorical("city"), numeric("income").log(), numeric("age")),
        "age standard",
        "income log",
        "age missing",
        "income missing",
        "city ?",
        "city unknown",
        "city Lyon",
        "city Turin",
        "city Graz",
        "city Bern",
        "city Oslo");
  }

  @Test
  void folds_rare_categories() {
    assertColumns(
        encoded(members, categorical("city").minCount(37)),
        "city ?",
        "common unknown",
        "common first",
        "city Turin");
    assertColumns(
        encoded(members, categorical("city").maxCategories(2)),
        "city ?",
        "common unknown",
        "common first",
        "city Turin");
  }

  @Test
  void takes_dates_apart() {
    assertColumns(
        encoded(members, date("joined")),
        "days",
        "month sin",
        "month cos",
        "weekday sin",
        "weekday cos",
        "day missing");
  }

  @Test
  void gives_missing_numbers_a_bin_of_their_own() {
    Table t = Tables.ofColumns(Map.of("x", Arrays.asList(-5, 1, null, 2.5, 9)));
    assertThat(encoded(t, numeric("x").bins(1.0, 2.5)).toString())
        .isEqualTo(
            Tensor.matrix(
                    new float[][] {
                      {0, 1, 0, 0}, {0, 0, 1, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}, {0, 0, 0, 1}
                    })
                .toString());
    Table even = Tables.ofColumns(Map.of("x", IntStream.range(0, 800).boxed().toList()));
    Tensor bins = encoded(even, numeric("x").bins(4));
    for (int c = 0; c < 4; c++) {
      int inBin = 0;
      for (int r = 0; r < 800; r++) {
        inBin += (int) bins.at(r * 4 + c);
      }
      // Keras's quantiles are interpolated, and a limit belongs to the bin above.
      assertThat(inBin).as("bin %d", c).isBetween(196, 204);
    }
  }

  @Test
  void encodes_integers_lists_and_hashes() {
    Table t =
        Tables.ofColumns(
            Map.of(
                "code", List.of(7, -3, 7),
                "tags", Arrays.asList("a| b", "b", null),
                "user", Arrays.asList("x", "y", null)));
    assertThat(encoded(t, integerCategorical("code")).floats())
        .containsExactly(0, 1, 0, 0, 0, 1, 0, 1, 0);
    assertThat(encoded(t, categorical("tags").multiHot("|")).floats())
        .containsExactly(0, 1, 1, 0, 1, 0, 0, 0, 0);
    Tensor hashed = encoded(t, categorical("user").hashed(5));
    assertThat(hashed.shape().last()).isEqualTo(6);
    assertThat(hashed.at(2 * 6)).as("the bin of missing values").isEqualTo(1);
    assertThat(hashed.at(0)).isZero();
  }
}
