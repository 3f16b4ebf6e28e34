// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nyala.data.DataException;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Literals are those of the examples in scikit-learn's reference of the classes of these names. */
class MoreFoldsTest {
  private static void expect(Fold fold, int[] train, int[] test) {
    assertThat(fold.trainRows()).containsExactly(train);
    assertThat(fold.testRows()).containsExactly(test);
  }

  private static int[] rows(int... rows) {
    return rows;
  }

  @Test
  void groups_stay_together() {
    List<Fold> folds = GroupKFold.of(2).split(0, 0, 2, 2, 3, 3);
    expect(folds.get(0), rows(2, 3), rows(0, 1, 4, 5));
    expect(folds.get(1), rows(0, 1, 4, 5), rows(2, 3));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> GroupKFold.of(3).split(0, 0, 1, 1))
        .withMessage("GroupKFold: 3 folds of 2 groups; use fewer folds");
    assertThatIllegalArgumentException().isThrownBy(() -> GroupKFold.of(1));
  }

  @Test
  void the_future_is_tested_on() {
    List<Fold> folds = TimeSeriesSplit.of(5).split(6);
    for (int i = 0; i < 5; i++) {
      expect(folds.get(i), IntStream.rangeClosed(0, i).toArray(), rows(i + 1));
    }
    List<Fold> two = TimeSeriesSplit.of(3).testRows(2).split(12);
    expect(two.get(0), rows(0, 1, 2, 3, 4, 5), rows(6, 7));
    expect(two.get(2), IntStream.range(0, 10).toArray(), rows(10, 11));
    List<Fold> apart = TimeSeriesSplit.of(3).testRows(2).gap(2).split(12);
    expect(apart.get(0), rows(0, 1, 2, 3), rows(6, 7));
    expect(apart.get(1), rows(0, 1, 2, 3, 4, 5), rows(8, 9));
    List<Fold> latest = TimeSeriesSplit.of(2).testRows(2).mostTrainRows(3).split(12);
    expect(latest.get(1), rows(7, 8, 9), rows(10, 11));
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> TimeSeriesSplit.of(5).split(4))
        .withMessageContaining("leave no training rows out of 4 rows");
  }

  @Test
  void each_time_has_all_rows_in_other_folds() {
    List<Fold> folds = RepeatedKFold.of(3, 4, 7).split(10);
    assertThat(folds).hasSize(12);
    List<String> seen = new ArrayList<>();
    for (int time = 0; time < 4; time++) {
      int[] tested =
          folds.subList(3 * time, 3 * time + 3).stream()
              .flatMapToInt(f -> Arrays.stream(f.testRows()))
              .sorted()
              .toArray();
      assertThat(tested).containsExactly(IntStream.range(0, 10).toArray());
      seen.add(Arrays.toString(folds.get(3 * time).testRows()));
    }
    assertThat(seen).doesNotHaveDuplicates();
    float[] labels = {0, 0, 0, 0, 0, 0, 1, 1, 1};
    for (Fold fold : RepeatedKFold.of(3, 2, 1).stratified(Tensor.of(Shape.of(9), labels))) {
      assertThat(Arrays.stream(fold.testRows()).filter(r -> labels[r] == 1).count()).isOne();
    }
  }
}
