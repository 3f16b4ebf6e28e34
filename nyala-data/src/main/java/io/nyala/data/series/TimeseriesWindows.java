// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.Arrays;

/**
 * Sliding windows over an array, like Keras's {@code timeseries_dataset_from_array}. Batching and
 * shuffling are left to {@code fit}.
 */
public final class TimeseriesWindows {
  private final int length;
  private int stride = 1;
  private int rate = 1;
  private int start;
  private int end = -1;

  private TimeseriesWindows(int length) {
    this.length = length;
  }

  /**
   * Creates windows with a length in steps.
   *
   * @throws DataException if it is below 1
   */
  public static TimeseriesWindows ofLength(int steps) {
    if (steps < 1) {
      throw new DataException("TimeseriesWindows: expected a length of 1 or more, got " + steps);
    }
    return new TimeseriesWindows(steps);
  }

  /** Sets the number of steps between the starts of windows; default 1. */
  public TimeseriesWindows stride(int steps) {
    stride = steps;
    return this;
  }

  /** Sets the number of data steps between successive steps of a window; default 1. */
  public TimeseriesWindows samplingRate(int steps) {
    rate = steps;
    return this;
  }

  /** Restricts the data to the range from {@code from} (inclusive) to {@code to} (exclusive). */
  public TimeseriesWindows range(int from, int to) {
    start = from;
    end = to;
    return this;
  }

  /**
   * Returns the windows of an array.
   *
   * @param data {@code (steps, ...)}
   * @return {@code (windows, length, ...)}
   * @throws DataException if no window fits, or a setting is out of range
   */
  public Tensor of(Tensor data) {
    return windows(data, starts(data.shape().dim(0), Integer.MAX_VALUE));
  }

  /**
   * Returns the windows of an array with their targets. The window that begins at step {@code i}
   * goes with target {@code i}: to forecast the step after the window, give the data without their
   * last {@code length} steps and the targets from step {@code length} on.
   *
   * @param data {@code (steps, ...)}
   * @param targets {@code (steps, ...)}, possibly fewer
   * @throws DataException if no window fits, or a setting is out of range
   */
  public Examples of(Tensor data, Tensor targets) {
    int[] starts = starts(data.shape().dim(0), targets.shape().dim(0));
    int last = starts[starts.length - 1] + start;
    if (last >= targets.shape().dim(0)) {
      throw new DataException(
          "TimeseriesWindows: target %d is needed, but there are %d"
              .formatted(last, targets.shape().dim(0)));
    }
    int[] rows = Arrays.stream(starts).map(i -> i + start).toArray();
    return new Examples(windows(data, starts), targets.rows(rows));
  }

  /**
   * Returns windows of past values with the values that follow as targets: a series as a supervised
   * learning problem.
   *
   * @param values the series
   * @param lags the number of past values in a window, oldest first
   * @param horizon the number of following values in a target
   * @return x {@code (rows, lags, 1)}, y {@code (rows, horizon)}, with {@code size - lags - horizon
   *     + 1} rows
   * @throws DataException if the series is shorter than a window and its target
   */
  public static Examples lagged(double[] values, int lags, int horizon) {
    int rows = values.length - lags - horizon + 1;
    if (lags < 1 || horizon < 1 || rows < 1) {
      throw new DataException(
          "lagged: %d values are too few for %d lags and %d steps ahead"
              .formatted(values.length, lags, horizon));
    }
    float[] x = new float[rows * lags];
    float[] y = new float[rows * horizon];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < lags; i++) {
        x[row * lags + i] = (float) values[row + i];
      }
      for (int i = 0; i < horizon; i++) {
        y[row * horizon + i] = (float) values[row + lags + i];
      }
    }
    return new Examples(
        Tensor.of(Shape.of(rows, lags, 1), x), Tensor.of(Shape.of(rows, horizon), y));
  }

  /** Returns the first steps of the windows, counted from the start of the range. */
  private int[] starts(int steps, int targets) {
    int to = end < 0 ? steps : end;
    if (start < 0 || to > steps || start >= to || stride < 1 || rate < 1) {
      throw new DataException(
          "TimeseriesWindows: range %d to %d, stride %d, sampling rate %d do not fit %d steps"
              .formatted(start, to, stride, rate, steps));
    }
    int windows = Math.min(targets, to - start - (length - 1) * rate);
    if (windows < 1) {
      throw new DataException(
          "TimeseriesWindows: no window of %d steps (sampling rate %d) fits into %d steps"
              .formatted(length, rate, to - start));
    }
    int[] starts = new int[(windows + stride - 1) / stride];
    Arrays.setAll(starts, i -> i * stride);
    return starts;
  }

  private Tensor windows(Tensor data, int[] starts) {
    int width = data.size() / data.shape().dim(0);
    Shape shape = data.shape().drop(0).insert(0, length).insert(0, starts.length);
    boolean ints = data.dtype() == DType.INT32;
    Object from = ints ? data.ints() : data.floats();
    Object to = ints ? new int[shape.size()] : new float[shape.size()];
    for (int w = 0; w < starts.length; w++) {
      for (int i = 0; i < length; i++) {
        int step = start + starts[w] + i * rate;
        System.arraycopy(from, step * width, to, (w * length + i) * width, width);
      }
    }
    return ints ? Tensor.ofInts(shape, (int[]) to) : Tensor.of(shape, (float[]) to);
  }
}
