// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final String PEOPLE =
      """
      name,age,height,group
      Ada,36,1.65,1
      "Hopper, Grace",85,1.68,0
      Kay,,1.80,1
      Liskov,NA,,2.0
      """;

  private final Table people = Csv.options().parse("people.csv", PEOPLE);

  @Test
  void has_names_rows_and_columns() {
    assertThat(people.columnNames()).containsExactly("name", "age", "height", "group");
    assertThat(people.rows()).isEqualTo(4);
    assertThat(people.columns()).isEqualTo(4);
    assertThat(people).hasToString("people.csv: 4 rows x 4 columns [name, age, height, group]");
  }

  @Test
  void gives_columns_as_floats_in_the_order_asked_for() {
    Tensor t = people.range(0, 2).floats("height", "age");
    assertThat(t).isEqualTo(Tensor.of(Shape.of(2, 2), 1.65f, 36, 1.68f, 85));
  }

  @Test
  void gives_all_columns_but_some() {
    assertThat(people.range(0, 2).allExcept("name", "height"))
        .isEqualTo(Tensor.of(Shape.of(2, 2), 36, 1, 85, 0));
    assertThat(people.drop("age").columnNames()).containsExactly("name", "height", "group");
    assertThat(people.select("group", "name").columnNames()).containsExactly("group", "name");
  }

  @Test
  void gives_whole_numbers_as_ints() {
    assertThat(people.ints("group")).isEqualTo(Tensor.vectorOfInts(1, 0, 1, 2));
  }

  @Test
  void gives_text() {
    assertThat(people.strings("name")).containsExactly("Ada", "Hopper, Grace", "Kay", "Liskov");
    assertThat(people.fillMissing("age", "?").strings("age")).containsExactly("36", "85", "?", "?");
  }

  @Test
  void infers_types() {
    assertThat(people.type("name")).isEqualTo(ColumnType.TEXT);
    assertThat(people.type("age")).isEqualTo(ColumnType.INTEGER);
    assertThat(people.type("height")).isEqualTo(ColumnType.NUMBER);
    assertThat(people.rows(2, 3).type("age")).isEqualTo(ColumnType.EMPTY);
  }

  @Test
  void counts_fills_and_drops_missing_values() {
    assertThat(people.missing("age")).isEqualTo(2);
    assertThat(people.fillMissing("age", people.median("age")).floats("age"))
        .isEqualTo(Tensor.of(Shape.of(4, 1), 36, 85, 60.5f, 60.5f));
    assertThat(people.fillMissing(-1).floats("age", "height"))
        .isEqualTo(Tensor.of(Shape.of(4, 2), 36, 1.65f, 85, 1.68f, -1, 1.80f, -1, -1));
    assertThat(people.dropMissing("height").rows()).isEqualTo(3);
    assertThat(people.dropMissing().strings("name")).containsExactly("Ada", "Hopper, Grace");
    assertThat(people.mean("height")).isCloseTo(1.71, Offset.offset(1e-12));
    assertThat(people.fillMissing(Double.NaN).floats("age").at(2)).isNaN();
  }

  @Test
  void reports_a_letter_in_a_number_column() {
    assertThatThrownBy(
            () -> Csv.options().parse("wine.csv", "pH,quality\n3.1,5\n\n3.2,6\nabc,5\n").floats())
        .isInstanceOf(DataException.class)
        .hasMessage(
            "wine.csv line 5, column \"pH\": expected a number, got \"abc\"; hint: correct it, "
                + "or use missing(\"abc\") if it stands for a missing value");
  }

  @Test
  void reports_text_where_numbers_were_asked_for() {
    assertThatThrownBy(people::floats)
        .hasMessage(
            "people.csv line 2, column \"name\": expected a number, got \"Ada\"; hint: this is a "
                + "text column; drop it with drop(\"name\") or read it with strings(\"name\")");
  }

  @Test
  void reports_decimal_commas() {
    assertThatThrownBy(() -> Csv.options().parse("a.csv", "x;y\n1,5;2\n").floats())
        .hasMessage(
            "a.csv line 2, column \"x\": expected a number, got \"1,5\"; hint: decimal(',') reads"
                + " decimal commas");
  }

  @Test
  void reports_missing_values_with_their_place() {
    assertThatThrownBy(() -> people.floats("age"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "people.csv line 4, column \"age\": missing value (2 in all in this column); hint:"
                + " fillMissing(\"age\", value) or dropMissing(\"age\")");
    assertThatThrownBy(() -> people.ints("height")).hasMessageContaining("line 2, column");
  }

  @Test
  void reports_fractions_and_large_numbers_where_ints_were_asked_for() {
    assertThatThrownBy(() -> people.ints("height"))
        .hasMessage(
            "people.csv line 2, column \"height\": expected an integer in the range of int32, got"
                + " \"1.65\"; hint: floats(\"height\") reads fractions");
    assertThatThrownBy(() -> Csv.options().parse("a.csv", "x\n3000000000\n").ints("x"))
        .hasMessageContaining("in the range of int32, got \"3000000000\"");
  }

  @Test
  void reports_numbers_beyond_float32() {
    assertThatThrownBy(() -> Csv.options().parse("a.csv", "x\n1e39\n").floats())
        .hasMessage(
            "a.csv line 2, column \"x\": \"1e39\" is too large for float32; hint: rescale the"
                + " column");
  }

  @Test
  void reports_a_missing_column_and_names_the_nearest() {
    assertThatThrownBy(() -> people.floats("Hight"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "people.csv: no column \"Hight\", did you mean \"height\"?; there are 4: \"name\","
                + " \"age\", \"height\", \"group\"");
    assertThatThrownBy(() -> people.drop("age").floats("age"))
        .hasMessageContaining("no column \"age\"");
  }

  @Test
  void rejects_rows_outside_the_table() {
    assertThatThrownBy(() -> people.rows(0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("people.csv: row 4 of a table of 4 rows");
  }
}
