// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected numbers: scikit-learn 1.9.1 on float32 arrays, {@code fit_transform(X)}, {@code
 * transform(T)} and the fitted attributes.
 */
class ScalerTest {
  private static final Tensor X =
      Tensor.of(Shape.of(4, 4), 1, 10, 5, 0.1f, 2, -20, 5, 0.1f, 4, 30, 5, 0.1f, 8, 7, 5, 0.1f);
  private static final Tensor T = Tensor.of(Shape.of(1, 4), 3, 0, 6, 0.2f);
  private static final Offset<Float> CLOSE = Offset.offset(5e-7f);

  private static void assertClose(Tensor actual, double... expected) {
    assertThat(actual.size()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.at(i)).as("element %d", i).isCloseTo((float) expected[i], CLOSE);
    }
  }

  @Test
  void standard_scaler_agrees_with_scikit_learn() {
    StandardScaler scaler = new StandardScaler();
    assertClose(
        scaler.fitTransform(X),
        -1.0257552862167358,
        0.18262822926044464,
        0,
        0,
        -0.6527533531188965,
        -1.5031708478927612,
        0,
        0,
        0.09325048327445984,
        1.3064942359924316,
        0,
        0,
        1.58525812625885,
        0.014048325829207897,
        0,
        0);
    assertClose(
        scaler.transform(T), -0.2797514498233795, -0.37930479645729065, 1, 0.10000000149011612);
    assertThat(scaler.mean()).containsExactly(3.75, 6.75, 5, 0.10000000149011612);
    assertThat(scaler.variance()).containsExactly(7.1875, 316.6875, 0, 0);
    assertThat(scaler.scale()).containsExactly(2.680951323690902, 17.795715776557007, 1, 1);
  }

  @Test
  void min_max_scaler_agrees_with_scikit_learn() {
    MinMaxScaler unit = new MinMaxScaler();
    assertClose(
        unit.fitTransform(X),
        0,
        0.6,
        0,
        0,
        0.1428571492433548,
        0,
        0,
        0,
        0.4285714626312256,
        1,
        0,
        0,
        1,
        0.54,
        0,
        0);
    assertClose(unit.transform(T), 0.285714328289032, 0.4, 1, 0.10000000149011612);
    MinMaxScaler scaler = new MinMaxScaler(-1, 1);
    assertClose(
        scaler.fitTransform(X),
        -1,
        0.2,
        -1,
        -1,
        -0.714285671710968,
        -1,
        -1,
        -1,
        -0.142857143,
        1,
        -1,
        -1,
        1,
        0.08,
        -1,
        -1);
    assertClose(scaler.transform(T), -0.42857142857, -0.2, 1, -0.8);
    assertThat(scaler.min()).containsExactly(1, -20, 5, 0.10000000149011612);
    assertThat(scaler.max()).containsExactly(8, 30, 5, 0.10000000149011612);
  }

  @Test
  void inverse_gives_back_the_original_units() {
    for (ColumnScaler scaler : List.of(new StandardScaler(), new MinMaxScaler(-3, 5))) {
      Tensor there = scaler.fitTransform(X);
      assertClose(scaler.inverseTransform(there), toDoubles(X));
      assertClose(scaler.inverseTransform(scaler.transform(T)), toDoubles(T));
    }
  }

  @Test
  void standard_scaler_keeps_its_digits_far_from_zero() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 100_000;
    float[] far = new float[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      far[i] = 1_000_000 + random.nextInt(16);
      sum += far[i] - 1_000_000;
    }
    double mean = sum / n;
    double squares = 0;
    for (float v : far) {
      squares += (v - 1_000_000 - mean) * (v - 1_000_000 - mean);
    }
    StandardScaler scaler = new StandardScaler().fit(Tensor.vector(far));
    assertThat(scaler.mean()[0]).isCloseTo(1_000_000 + mean, Offset.offset(1e-6));
    assertThat(scaler.variance()[0]).isCloseTo(squares / n, Offset.offset(1e-9));
  }

  @Test
  void takes_a_vector_as_one_column_and_integers_as_numbers() {
    Tensor t = new MinMaxScaler().fitTransform(Tensor.vectorOfInts(2, 4, 3));
    assertThat(t).isEqualTo(Tensor.vector(0, 1, 0.5f));
  }

  @Test
  void comes_back_from_what_it_learnt() {
    StandardScaler s = new StandardScaler().fit(X);
    assertThat(StandardScaler.of(s.mean(), s.variance()).transform(T)).isEqualTo(s.transform(T));
    MinMaxScaler m = new MinMaxScaler(-1, 1).fit(X);
    assertThat(MinMaxScaler.of(m.min(), m.max(), -1, 1).transform(T)).isEqualTo(m.transform(T));
    assertThatThrownBy(() -> StandardScaler.of(new double[2], new double[3]))
        .hasMessage("StandardScaler: got 2 means and 3 variances");
    assertThatThrownBy(() -> MinMaxScaler.of(new double[2], new double[3], 0, 1))
        .hasMessage("MinMaxScaler: got 2 minima and 3 maxima");
  }

  @Test
  void inverts_some_columns_by_name() {
    Tensor x = Tensor.of(Shape.of(2, 3), 0, 10, -4, 2, 30, 4);
    for (ColumnScaler scaler : List.of(new StandardScaler(), new MinMaxScaler(-1, 1))) {
      Tensor scaled = scaler.columnNames(List.of("a", "b", "c")).fitTransform(x);

      ColumnScaler some = scaler.columns("c", "a");

      assertThat(some.inverseTransform(Tensor.of(Shape.of(1, 2), scaled.at(2), scaled.at(3))))
          .isEqualTo(Tensor.of(Shape.of(1, 2), -4, 2));
      assertThatThrownBy(() -> scaler.columns("d"))
          .hasMessageEndingWith("no column \"d\"; the columns are [a, b, c]");
      assertThatThrownBy(() -> new StandardScaler().columns("a"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void rejects_transform_before_fit() {
    assertThatThrownBy(() -> new StandardScaler().transform(X))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("StandardScaler.transform() before fit(); fit on the training rows first");
    assertThatThrownBy(() -> new MinMaxScaler().inverseTransform(X))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new StandardScaler().mean()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void rejects_another_number_of_columns() {
    StandardScaler scaler = new StandardScaler().fit(X);
    assertThatThrownBy(() -> scaler.transform(Tensor.zeros(Shape.of(2, 3))))
        .isInstanceOf(DataException.class)
        .hasMessage("StandardScaler: fitted on 4 columns, got 3 in (2, 3)");
    assertThatThrownBy(() -> scaler.fit(Tensor.zeros(Shape.of(2, 3, 4))))
        .hasMessage("StandardScaler: expected shape (rows, columns) or (rows,), got (2, 3, 4)");
    assertThatThrownBy(() -> new StandardScaler().columnNames(List.of("a")).fit(X))
        .hasMessage("StandardScaler: expected 1 columns as named, got (4, 4)");
  }

  @Test
  void rejects_values_that_are_not_finite_and_names_the_place() {
    Tensor bad = Tensor.of(Shape.of(2, 2), 1, 2, 3, Float.NaN);
    assertThatThrownBy(() -> new StandardScaler().fit(bad))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "StandardScaler: cannot fit, row 1, column 1 is NaN; hint: drop or fill missing values"
                + " first");
    assertThatThrownBy(() -> new MinMaxScaler().columnNames(List.of("age", "pH")).fit(bad))
        .hasMessageContaining("row 1, column 1 (\"pH\") is NaN");
    assertThatThrownBy(() -> new StandardScaler().fit(Tensor.zeros(Shape.of(0, 3))))
        .hasMessage("StandardScaler: cannot fit without rows, got (0, 3)");
  }

  @Test
  void rejects_an_empty_range() {
    assertThatThrownBy(() -> new MinMaxScaler(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("MinMaxScaler: expected low < high, got low 1.0 and high 1.0");
  }

  private static double[] toDoubles(Tensor t) {
    double[] d = new double[t.size()];
    for (int i = 0; i < d.length; i++) {
      d[i] = t.at(i);
    }
    return d;
  }
}
