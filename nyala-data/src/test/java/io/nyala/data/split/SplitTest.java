// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  /** Rows whose input tells their position: x = (i, -i), y = label. */
  private static Examples examples(int... labels) {
    float[] x = new float[2 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      x[2 * i] = i;
      x[2 * i + 1] = -i;
    }
    return new Examples(Tensor.of(Shape.of(labels.length, 2), x), Tensor.vectorOfInts(labels));
  }

  private static int[] positions(Examples part) {
    return IntStream.range(0, part.rows()).map(i -> (int) part.x().at(2 * i)).toArray();
  }

  private static int count(Examples part, int label) {
    return (int) Arrays.stream(part.y().ints()).filter(v -> v == label).count();
  }

  @Test
  void parts_are_disjoint_complete_and_keep_rows_whole() {
    Examples all = examples(IntStream.range(0, 101).toArray());
    TrainValidationTest s = Split.shuffled(5).trainValidationTest(all, 0.15, 0.2);
    assertThat(s.test().rows()).isEqualTo(21);
    assertThat(s.validation().rows()).isEqualTo(16);
    assertThat(s.train().rows()).isEqualTo(64);
    int[] seen =
        IntStream.concat(
                IntStream.concat(
                    Arrays.stream(positions(s.train())), Arrays.stream(positions(s.validation()))),
                Arrays.stream(positions(s.test())))
            .sorted()
            .toArray();
    assertThat(seen).isEqualTo(IntStream.range(0, 101).toArray());
    for (Examples part : new Examples[] {s.train(), s.validation(), s.test()}) {
      assertThat(part.y().ints()).isEqualTo(positions(part));
    }
  }

  /** scikit-learn 1.9.1, {@code train_test_split(np.arange(n), test_size=f)}: part sizes. */
  @Test
  void sizes_agree_with_scikit_learn() {
    int[][] sizes = {{10, 25, 7, 3}, {4898, 10, 4408, 490}, {7, 50, 3, 4}, {100, 29, 71, 29}};
    for (int[] s : sizes) {
      TrainTest parts = Split.shuffled(1).trainTest(examples(new int[s[0]]), s[1] / 100.0);
      assertThat(parts.train().rows()).isEqualTo(s[2]);
      assertThat(parts.test().rows()).isEqualTo(s[3]);
    }
  }

  /** scikit-learn 1.9.1, {@code train_test_split(y, test_size=.2, stratify=y)}: class counts. */
  @Test
  void stratified_counts_agree_with_scikit_learn() {
    int[] y = IntStream.range(0, 83).map(i -> i < 50 ? 0 : i < 80 ? 1 : 2).toArray();
    TrainTest parts = Split.stratified(3).trainTest(examples(y), 0.2);
    assertThat(
            new int[] {count(parts.train(), 0), count(parts.train(), 1), count(parts.train(), 2)})
        .containsExactly(40, 24, 2);
    assertThat(new int[] {count(parts.test(), 0), count(parts.test(), 1), count(parts.test(), 2)})
        .containsExactly(10, 6, 1);
  }

  @Test
  void stratified_parts_keep_proportions_and_are_shuffled() {
    int[] y = IntStream.range(0, 1000).map(i -> i < 800 ? 0 : 1).toArray();
    TrainValidationTest s = Split.stratified(3).trainValidationTest(examples(y), 0.1, 0.1);
    assertThat(count(s.train(), 1)).isEqualTo(160);
    assertThat(count(s.validation(), 1)).isEqualTo(20);
    assertThat(count(s.test(), 1)).isEqualTo(20);
    assertThat(positions(s.train()))
        .isNotEqualTo(Arrays.stream(positions(s.train())).sorted().toArray());
    assertThat(count(s.train().range(0, 400), 1)).isBetween(50, 110);
  }

  @Test
  void one_seed_gives_one_split() {
    Examples all = examples(new int[50]);
    int[] first = positions(Split.shuffled(9).trainTest(all, 0.5).test());
    assertThat(positions(Split.shuffled(9).trainTest(all, 0.5).test())).isEqualTo(first);
    assertThat(positions(Split.shuffled(10).trainTest(all, 0.5).test())).isNotEqualTo(first);
  }

  /**
   * Pinned: a change of these rows would make earlier results incomparable. From the published
   * SplitMix64 and Fisher-Yates, written again in Python.
   */
  @Test
  void a_seed_means_the_same_rows_for_ever() {
    assertThat(positions(Split.shuffled(42).trainTest(examples(new int[10]), 0.4).test()))
        .containsExactly(7, 1, 0, 6);
  }

  @Test
  void in_order_takes_train_then_validation_then_test() {
    TrainValidationTest s = Split.inOrder().trainValidationTest(examples(new int[10]), 0.2, 0.3);
    assertThat(positions(s.train())).containsExactly(0, 1, 2, 3, 4);
    assertThat(positions(s.validation())).containsExactly(5, 6);
    assertThat(positions(s.test())).containsExactly(7, 8, 9);
  }

  @Test
  void every_order_is_equally_likely() {
    int[] counts = new int[6];
    for (int seed = 0; seed < 6000; seed++) {
      int[] p = {0, 1, 2};
      new Permutation(seed).shuffle(p);
      counts[p[0] * 2 + (p[1] > p[2] ? 1 : 0)]++;
    }
    // Standard deviation of each count: sqrt(6000 * 1/6 * 5/6) = 29.
    for (int c : counts) {
      assertThat(c).isBetween(1000 - 5 * 29, 1000 + 5 * 29);
    }
  }

  @Test
  void rejects_fractions_and_sizes_that_leave_nothing() {
    assertThatThrownBy(() -> Split.shuffled(1).trainTest(examples(0, 1), 20))
        .isInstanceOf(DataException.class)
        .hasMessage("Split: expected a test fraction between 0 and 1, got 20.0");
    assertThatThrownBy(() -> Split.shuffled(1).trainValidationTest(examples(0, 1, 2), 0.5, 0.4))
        .hasMessage("Split: 3 rows leave no training rows after 2 for test and 2 for validation");
    assertThatThrownBy(() -> Split.inOrder().trainValidationTest(examples(0, 1), Double.NaN, 0.4))
        .hasMessageContaining("a validation fraction between 0 and 1, got NaN");
  }

  @Test
  void rejects_classes_too_small_to_stratify() {
    assertThatThrownBy(() -> Split.stratified(1).trainTest(examples(0, 0, 0, 7), 0.5))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Split: class 7 has 1 row, fewer than 2 parts; drop the class or do not stratify");
  }

  @Test
  void examples_need_as_many_inputs_as_targets() {
    assertThatThrownBy(() -> new Examples(Tensor.zeros(Shape.of(3, 2)), Tensor.vector(1, 2)))
        .isInstanceOf(DataException.class)
        .hasMessage("x and y must have the same number of rows, got x (3, 2) and y (2,)");
  }
}
