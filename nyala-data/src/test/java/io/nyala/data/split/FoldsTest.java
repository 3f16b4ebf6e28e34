// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.data.preprocessing.OneHot;
import io.nyala.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final Tensor LABELS = Tensor.vectorOfInts(2, 0, 1, 1, 0, 2, 2, 0, 1, 0, 0, 2, 1);

  private static List<List<Integer>> tests(List<Fold> folds) {
    return folds.stream().map(f -> Arrays.stream(f.testRows()).boxed().toList()).toList();
  }

  /** Every row is tested once, and trained on whenever it is not tested. */
  private static void assertPartition(List<Fold> folds, int rows) {
    int[] tested = new int[rows];
    for (Fold f : folds) {
      Arrays.stream(f.testRows()).forEach(i -> tested[i]++);
      int[] both =
          IntStream.concat(Arrays.stream(f.trainRows()), Arrays.stream(f.testRows()))
              .sorted()
              .toArray();
      assertThat(both).isEqualTo(IntStream.range(0, rows).toArray());
    }
    assertThat(tested).containsOnly(1);
  }

  /** scikit-learn 1.9.1: {@code KFold(3).split(np.zeros(8))}. */
  @Test
  void k_fold_agrees_with_scikit_learn() {
    List<Fold> folds = KFold.of(3).split(8);
    assertThat(tests(folds)).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7));
    assertPartition(folds, 8);
  }

  /** scikit-learn 1.9.1: {@code StratifiedKFold(k).split(y, y)}. */
  @Test
  void stratified_k_fold_agrees_with_scikit_learn() {
    assertThat(tests(StratifiedKFold.of(2).split(LABELS)))
        .containsExactly(List.of(0, 1, 2, 3, 4, 5, 7), List.of(6, 8, 9, 10, 11, 12));
    assertThat(tests(StratifiedKFold.of(3).split(LABELS)))
        .containsExactly(List.of(0, 1, 2, 3, 5), List.of(4, 6, 7, 8), List.of(9, 10, 11, 12));
    assertThat(tests(StratifiedKFold.of(4).split(LABELS)))
        .containsExactly(
            List.of(0, 1, 2, 4), List.of(3, 5, 7), List.of(6, 8, 9), List.of(10, 11, 12));
    assertThat(tests(StratifiedKFold.of(3).split(OneHot.toCategorical(LABELS, 3))))
        .isEqualTo(tests(StratifiedKFold.of(3).split(LABELS)));
  }

  @Test
  void shuffled_folds_partition_the_rows_and_repeat_with_the_seed() {
    List<Fold> folds = KFold.shuffled(4, 7).split(23);
    assertPartition(folds, 23);
    assertThat(tests(folds)).isEqualTo(tests(KFold.shuffled(4, 7).split(23)));
    assertThat(tests(folds)).isNotEqualTo(tests(KFold.shuffled(4, 8).split(23)));
    assertThat(folds.stream().map(f -> f.testRows().length)).containsExactly(6, 6, 6, 5);
  }

  @Test
  void shuffled_stratified_folds_keep_proportions() {
    int[] y = IntStream.range(0, 200).map(i -> i % 10 == 0 ? 1 : i % 10 < 5 ? 5 : -3).toArray();
    List<Fold> folds = StratifiedKFold.shuffled(5, 1).split(Tensor.vectorOfInts(y));
    assertPartition(folds, 200);
    for (Fold f : folds) {
      assertThat(Arrays.stream(f.testRows()).filter(i -> y[i] == 1).count()).isEqualTo(4);
      assertThat(Arrays.stream(f.testRows()).filter(i -> y[i] == 5).count()).isEqualTo(16);
    }
    assertThat(tests(folds))
        .isNotEqualTo(tests(StratifiedKFold.of(5).split(Tensor.vectorOfInts(y))));
  }

  @Test
  void folds_give_the_examples_themselves() {
    Examples all = new Examples(Tensor.vector(10, 11, 12, 13), Tensor.vectorOfInts(0, 1, 2, 3));
    Fold second = KFold.of(2).split(all).get(1);
    assertThat(second.test(all).x()).isEqualTo(Tensor.vector(12, 13));
    assertThat(second.train(all).y()).isEqualTo(Tensor.vectorOfInts(0, 1));
  }

  @Test
  void rejects_more_folds_than_rows() {
    assertThatThrownBy(() -> KFold.of(5).split(4))
        .isInstanceOf(DataException.class)
        .hasMessage("KFold: 5 folds of 4 rows; use fewer folds");
    assertThatThrownBy(() -> KFold.of(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("KFold: expected at least 2 folds, got 1");
    assertThatThrownBy(() -> StratifiedKFold.shuffled(0, 1))
        .hasMessage("StratifiedKFold: expected at least 2 folds, got 0");
  }

  @Test
  void rejects_classes_that_are_too_small() {
    assertThatThrownBy(() -> StratifiedKFold.of(5).split(LABELS))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "StratifiedKFold: class 2 has 4 rows, fewer than 5 folds; use fewer folds or drop "
                + "the class");
  }

  @Test
  void rejects_targets_that_are_not_classes() {
    assertThatThrownBy(() -> StratifiedKFold.of(2).split(Tensor.vector(0, 1, 0.5f)))
        .isInstanceOf(DataException.class)
        .hasMessage("StratifiedKFold: row 2 has label 0.5, expected integer class indices");
    assertThatThrownBy(
            () ->
                StratifiedKFold.of(2).split(Tensor.matrix(new float[] {0, 1}, new float[] {1, 1})))
        .hasMessageContaining("row 1 is not one-hot: [1.0, 1.0]");
  }
}
