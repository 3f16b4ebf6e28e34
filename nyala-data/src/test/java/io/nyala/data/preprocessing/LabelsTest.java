// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void one_hot_rows_have_a_single_one() {
    Tensor expected = Tensor.of(Shape.of(3, 4), 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1);
    assertThat(OneHot.toCategorical(Tensor.vectorOfInts(2, 0, 3), 4)).isEqualTo(expected);
    assertThat(OneHot.toCategorical(Tensor.vectorOfInts(2, 0, 3))).isEqualTo(expected);
    assertThat(OneHot.toCategorical(Tensor.of(Shape.of(3, 1), 2, 0, 3), 4)).isEqualTo(expected);
    assertThat(OneHot.toLabels(expected)).isEqualTo(Tensor.vectorOfInts(2, 0, 3));
  }

  @Test
  void one_hot_adds_an_axis_to_labels_with_two() {
    Tensor t = OneHot.toCategorical(Tensor.ofInts(Shape.of(1, 2), 1, 0), 2);
    assertThat(t).isEqualTo(Tensor.of(Shape.of(1, 2, 2), 0, 1, 1, 0));
  }

  @Test
  void to_labels_takes_the_first_of_equals() {
    assertThat(OneHot.toLabels(Tensor.of(Shape.of(2, 3), 1, 1, 0, -3, -2, -2)))
        .isEqualTo(Tensor.vectorOfInts(0, 1));
  }

  @Test
  void rejects_labels_out_of_range() {
    assertThatThrownBy(() -> OneHot.toCategorical(Tensor.vectorOfInts(0, 1, 10), 10))
        .isInstanceOf(DataException.class)
        .hasMessage("toCategorical: row 2 has label 10; expected an integer from 0 to 9");
    assertThatThrownBy(() -> OneHot.toCategorical(Tensor.vectorOfInts(0, -1)))
        .hasMessage("toCategorical: row 1 has label -1; expected an integer from 0 on");
    assertThatThrownBy(() -> OneHot.toCategorical(Tensor.ofInts(Shape.of(2, 2), 0, 1, 2, 5), 3))
        .hasMessageContaining("row 1 has label 5");
    assertThatThrownBy(() -> OneHot.toCategorical(Tensor.vector(0, 0.5f), 3))
        .hasMessageContaining("row 1 has label 0.5");
    assertThatThrownBy(() -> OneHot.toCategorical(Tensor.vector(Float.NaN), 3))
        .hasMessageContaining("row 0 has label NaN");
    assertThatThrownBy(() -> OneHot.toCategorical(Tensor.vectorOfInts(), 0))
        .hasMessage("toCategorical: classes must be at least 1, got 0");
    assertThatThrownBy(() -> OneHot.toCategorical(Tensor.vectorOfInts()))
        .hasMessageContaining("there are no labels");
  }

  @Test
  void label_encoder_names_a_row_without_a_label() {
    assertThatThrownBy(() -> LabelEncoder.fit(Arrays.asList("a", null)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("LabelEncoder: row 1 has no label (null)");
    assertThatThrownBy(() -> LabelEncoder.fit(List.of("a")).transform(Arrays.asList("a", null)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void label_encoder_numbers_sorted_classes() {
    LabelEncoder encoder = LabelEncoder.fit(List.of("paris", "tokyo", "amsterdam", "paris"));
    assertThat(encoder.classes()).containsExactly("amsterdam", "paris", "tokyo");
    Tensor labels = encoder.transform(List.of("tokyo", "tokyo", "paris"));
    assertThat(labels).isEqualTo(Tensor.vectorOfInts(2, 2, 1));
    assertThat(encoder.inverseTransform(labels)).containsExactly("tokyo", "tokyo", "paris");
  }

  @Test
  void label_encoder_rejects_what_it_has_not_seen() {
    LabelEncoder encoder = LabelEncoder.fit(List.of("a", "b"));
    assertThatThrownBy(() -> encoder.transform(List.of("a", "c")))
        .isInstanceOf(DataException.class)
        .hasMessage("LabelEncoder: row 1 has \"c\", which was not seen in fit; classes are [a, b]");
    assertThatThrownBy(() -> encoder.inverseTransform(Tensor.vectorOfInts(2)))
        .hasMessage("LabelEncoder: row 0 has label 2; expected 0 to 1");
  }
}
