// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The examples are those of Keras's documentation of {@code timeseries_dataset_from_array}. */
class TimeseriesWindowsTest {
  private static Tensor upTo(int n) {
    return Tensor.vectorOfInts(IntStream.range(0, n).toArray());
  }

  @Test
  void samples_and_strides() {
    Tensor windows = TimeseriesWindows.ofLength(10).samplingRate(2).stride(3).of(upTo(100));

    assertThat(windows.shape()).isEqualTo(Shape.of(28, 10));
    assertThat(windows.rows(0, 1).ints()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
    assertThat(windows.rows(1, 2).ints()).containsExactly(3, 5, 7, 9, 11, 13, 15, 17, 19, 21);
    assertThat(windows.rows(27, 28).ints()).containsExactly(81, 83, 85, 87, 89, 91, 93, 95, 97, 99);
  }

  @Test
  void pairs_a_window_with_the_target_of_its_first_step() {
    int[] next = IntStream.range(10, 100).toArray();

    Examples pairs = TimeseriesWindows.ofLength(10).of(upTo(90), Tensor.vectorOfInts(next));

    assertThat(pairs.x().shape()).isEqualTo(Shape.of(81, 10));
    assertThat(pairs.x().rows(0, 1).ints()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(pairs.y().ints()).startsWith(10, 11).endsWith(90);
  }

  @Test
  void keeps_features_and_ranges() {
    Tensor data = Tensor.of(Shape.of(5, 2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(TimeseriesWindows.ofLength(2).range(1, 4).of(data))
        .isEqualTo(Tensor.of(Shape.of(2, 2, 2), 2, 3, 4, 5, 4, 5, 6, 7));
    assertThat(TimeseriesWindows.ofLength(2).range(1, 4).of(data, upTo(5)).y().ints())
        .containsExactly(1, 2);
  }

  @Test
  void makes_lags_of_a_series() {
    Examples lagged = TimeseriesWindows.lagged(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);

    assertThat(lagged.x()).isEqualTo(Tensor.of(Shape.of(2, 3, 1), 1, 2, 3, 2, 3, 4));
    assertThat(lagged.y()).isEqualTo(Tensor.of(Shape.of(2, 2), 4, 5, 5, 6));
  }

  @Test
  void says_what_does_not_fit() {
    assertThatThrownBy(() -> TimeseriesWindows.ofLength(6).of(upTo(5)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no window of 6 steps (sampling rate 1) fits into 5 steps");
    assertThatThrownBy(() -> TimeseriesWindows.ofLength(2).range(3, 9).of(upTo(5)))
        .hasMessageContaining("range 3 to 9");
    assertThatThrownBy(() -> TimeseriesWindows.lagged(new double[3], 3, 1))
        .hasMessageContaining("3 values are too few for 3 lags and 1 steps ahead");
    assertThatThrownBy(() -> TimeseriesWindows.ofLength(0)).isInstanceOf(DataException.class);
  }
}
