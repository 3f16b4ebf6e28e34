// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.series;

import io.nyala.data.DataException;
import io.nyala.data.preprocessing.ColumnScaler;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A plan for windows over a series with several columns: which columns to forecast, which to look
 * at, and which are known for the future. Made by {@link SeriesTable#windows} of the training part:
 *
 * <pre>{@code
 * SeriesWindows windows =
 *     train.windows(168, 24).targets("load").known("holiday", "hour").scale(new StandardScaler());
 * SeriesExamples examples = windows.of(train);
 * SeriesExamples held = windows.of(validation);
 * }</pre>
 *
 * <p>A window holds {@code past} rows before its first target, and {@code ahead} rows of targets
 * and known columns. Of the rows with targets, only known columns are inputs.
 */
public final class SeriesWindows {
  private final SeriesTable training;
  private final int past;
  private final int ahead;
  private int stride = 1;
  private List<String> inputs;
  private List<String> targets = List.of();
  private List<String> known = List.of();
  private ColumnScaler scaler;
  private boolean skipGaps;
  private boolean ignoreGaps;

  private SeriesWindows(SeriesTable training, int past, int ahead) {
    this.training = training;
    this.past = past;
    this.ahead = ahead;
    this.inputs = training.columnNames();
  }

  static SeriesWindows of(SeriesTable training, int past, int ahead) {
    if (past < 1 || ahead < 1) {
      throw new DataException(
          "windows: expected 1 or more rows of past and ahead, got %d and %d"
              .formatted(past, ahead));
    }
    return new SeriesWindows(training, past, ahead);
  }

  /**
   * Sets the columns to forecast; needed.
   *
   * @throws DataException if there is no such column
   */
  public SeriesWindows targets(String... columns) {
    targets = training.expand(columns);
    return this;
  }

  /**
   * Sets the columns that are known for the rows to forecast. The name of a {@link CalendarFeature}
   * stands for both of its columns. Default: none.
   *
   * @throws DataException if there is no such column
   */
  public SeriesWindows known(String... columns) {
    known = training.expand(columns);
    return this;
  }

  /**
   * Sets the columns of the past; default: all columns of the training part, with the targets and
   * the known ones.
   *
   * @throws DataException if there is no such column
   */
  public SeriesWindows inputs(String... columns) {
    inputs = training.expand(columns);
    return this;
  }

  /** Sets the number of rows between the starts of windows; default 1. */
  public SeriesWindows stride(int rows) {
    if (rows < 1) {
      throw new DataException("windows: expected a stride of 1 or more, got " + rows);
    }
    stride = rows;
    return this;
  }

  /**
   * Scales all columns. The scaler is fitted here, to the rows of the training part.
   *
   * @param unfitted for example {@code new StandardScaler()}
   */
  public SeriesWindows scale(ColumnScaler unfitted) {
    scaler = unfitted.columnNames(training.columnNames()).fit(training.tensor());
    return this;
  }

  /**
   * Leaves out windows that span a gap. Without this or {@link #ignoreGaps}, a gap is an error. The
   * regular step is that of the training part.
   */
  public SeriesWindows skipGaps() {
    skipGaps = true;
    return this;
  }

  /** Treats rows on both sides of a gap as neighbours, for example Friday and Monday. */
  public SeriesWindows ignoreGaps() {
    ignoreGaps = true;
    return this;
  }

  /**
   * Returns the windows of a part of the series, oldest first.
   *
   * @throws DataException if a column is missing, no window fits, or the part has gaps and neither
   *     {@link #skipGaps} nor {@link #ignoreGaps} was called
   */
  public SeriesExamples of(SeriesTable part) {
    return examples(part, starts(part, past, stride));
  }

  private SeriesExamples examples(SeriesTable part, int[] starts) {
    List<Tensor> x = new ArrayList<>();
    x.add(gather(scaled(part, inputs), starts, -past, past));
    if (!known.isEmpty()) {
      x.add(gather(scaled(part, known), starts, 0, ahead));
    }
    Tensor y = gather(scaled(part, targets), starts, 0, ahead);
    return new SeriesExamples(
        x,
        targets.size() == 1 ? y.reshape(Shape.of(starts.length, ahead)) : y,
        Arrays.stream(starts).mapToObj(part.times()::get).toList());
  }

  /** Returns the first rows to forecast, from {@code first} on. */
  private int[] starts(SeriesTable part, int first, int step) {
    if (targets.isEmpty()) {
      throw new DataException(
          "windows: no targets; hint: targets(...) names the columns to forecast, of "
              + training.columnNames());
    }
    int[] gapsBefore = gapsBefore(part);
    List<Integer> starts = new ArrayList<>();
    for (int i = first; i + ahead <= part.size(); i += step) {
      if (gapsBefore[i + ahead - 1] == gapsBefore[i - past]) {
        starts.add(i);
      }
    }
    if (starts.isEmpty()) {
      throw new DataException(
          "windows: no window of %d past rows and %d ahead fits into %s"
              .formatted(past, ahead, part));
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the number of gaps up to each row; zeros if gaps are ignored. */
  private int[] gapsBefore(SeriesTable part) {
    int[] gaps = new int[part.size()];
    if (ignoreGaps) {
      return gaps;
    }
    Steps steps = Steps.of(training.times());
    List<Gap> found = steps.gaps(part.times());
    if (!found.isEmpty() && !skipGaps) {
      throw new DataException(
          "windows: %s has %d gap%s, the first with %s; hint: skipGaps() leaves out windows across"
                  .formatted(part, found.size(), found.size() == 1 ? "" : "s", found.getFirst())
              + " a gap, ignoreGaps() treats its sides as neighbours");
    }
    for (int i = 1; i < gaps.length; i++) {
      boolean gap = steps.missing(part.times().get(i - 1), part.times().get(i)) > 0;
      gaps[i] = gaps[i - 1] + (gap ? 1 : 0);
    }
    return gaps;
  }

  private Tensor scaled(SeriesTable part, List<String> columns) {
    String[] names = columns.toArray(String[]::new);
    Tensor values = part.tensor(names);
    return scaler == null ? values : scaler.columns(names).transform(values);
  }

  private static Tensor gather(Tensor data, int[] starts, int from, int length) {
    int width = data.shape().dim(1);
    float[] all = data.floats();
    float[] out = new float[Math.multiplyExact(starts.length, length * width)];
    for (int w = 0; w < starts.length; w++) {
      System.arraycopy(all, (starts[w] + from) * width, out, w * length * width, length * width);
    }
    return Tensor.of(Shape.of(starts.length, length, width), out);
  }

  /**
   * Returns the inputs for a forecast of the rows after a history: one window.
   *
   * @param history at least {@code past} rows with all inputs; the last ones are used
   * @param future the next {@code ahead} rows with the known columns, usually from {@link
   *     SeriesTable#next}
   * @throws DataException if rows or columns are missing, or the future does not follow the history
   */
  public List<Tensor> latest(SeriesTable history, SeriesTable future) {
    if (history.size() < past || future.size() < ahead) {
      throw new DataException(
          "forecast: needs %d past rows and %d ahead, got %d and %d"
              .formatted(past, ahead, history.size(), future.size()));
    }
    SeriesTable last = history.range(history.size() - past, history.size());
    SeriesTable next = future.range(0, ahead);
    var end = last.times().getLast();
    var begin = next.times().getFirst();
    if (!begin.isAfter(end) || !ignoreGaps && Steps.of(training.times()).missing(end, begin) > 0) {
      throw new DataException(
          "forecast: the future must follow the history, which ends at %s, but it begins at %s"
              .formatted(TimeSeries.text(end), TimeSeries.text(begin)));
    }
    if (gapsBefore(last)[past - 1] > 0) {
      throw new DataException(
          "forecast: the last %d rows have a gap, with %s; hint: fill it, or call ignoreGaps()"
              .formatted(past, last.gaps().getFirst()));
    }
    List<Tensor> x = new ArrayList<>();
    x.add(gather(scaled(last, inputs), new int[] {past}, -past, past));
    if (!known.isEmpty()) {
      x.add(gather(scaled(next, known), new int[1], 0, ahead));
    }
    return x;
  }

  /**
   * Forecasts the rows after a history.
   *
   * @param history at least {@code past} rows with all inputs
   * @param future the next {@code ahead} rows with the known columns; if all of them follow from
   *     the times, {@code history.next(ahead)}
   * @param model the network, for example {@code model::predict}: from the inputs as in {@link
   *     SeriesExamples#x} to one output shaped as its targets
   * @return the targets in their own units, with their times
   * @throws DataException as {@link #latest}, or if the output has another shape
   */
  public SeriesTable forecast(
      SeriesTable history, SeriesTable future, UnaryOperator<List<Tensor>> model) {
    Tensor units = inUnits(output(model, latest(history, future), 1));
    SeriesTable next = SeriesTable.of(future.times().subList(0, ahead));
    for (int t = 0; t < targets.size(); t++) {
      double[] values = new double[ahead];
      for (int i = 0; i < ahead; i++) {
        values[i] = units.at(i * targets.size() + t);
      }
      next = next.with(targets.get(t), values);
    }
    return next;
  }

  private Tensor output(UnaryOperator<List<Tensor>> model, List<Tensor> x, int windows) {
    List<Tensor> outputs = model.apply(x);
    if (outputs.size() != 1 || outputs.getFirst().size() != windows * ahead * targets.size()) {
      throw new DataException(
          "forecast: expected one output of %d numbers for each of %d windows (%d rows, targets %s),"
                  .formatted(ahead * targets.size(), windows, ahead, targets)
              + " got "
              + outputs.stream().map(Tensor::shape).toList());
    }
    return outputs.getFirst();
  }

  /**
   * Evaluates a network by walk-forward validation: each forecast is made from the rows before it
   * and the known columns of its own rows, at every {@code every}-th row.
   *
   * @param target the target to report
   * @param series the whole series
   * @param start the first row to forecast, at least {@code past}; everything learned must come
   *     from the rows before
   * @param every the number of rows between forecasts
   * @param period the length of the season for MASE, 1 for none
   * @param model the network, as in {@link #forecast}; it is called once, with all windows
   * @return values and forecasts in the units of the series
   * @throws DataException if no forecast fits into the series, or as {@link #of}
   */
  public WalkForward walk(
      String target,
      SeriesTable series,
      int start,
      int every,
      int period,
      UnaryOperator<List<Tensor>> model) {
    int which = targets.indexOf(target);
    if (which < 0 || start < past || every < 1) {
      throw new DataException(
          "walk: expected one of the targets %s, a start of at least %d and forecasts at every 1 or"
                  .formatted(targets, past)
              + " more rows, got %s, %d and %d".formatted(target, start, every));
    }
    int[] starts = starts(series, start, every);
    Tensor units = inUnits(output(model, examples(series, starts).x(), starts.length));
    double[] values = series.values(target);
    double[][] actual = new double[starts.length][];
    double[][] forecast = new double[starts.length][ahead];
    for (int w = 0; w < starts.length; w++) {
      actual[w] = Arrays.copyOfRange(values, starts[w], starts[w] + ahead);
      for (int i = 0; i < ahead; i++) {
        forecast[w][i] = units.at((w * ahead + i) * targets.size() + which);
      }
    }
    return new WalkForward(actual, forecast, Arrays.copyOf(values, start), period);
  }

  /**
   * Converts scaled targets, such as predictions, back to their units.
   *
   * @param y {@code (windows, ahead)}, or {@code (windows, ahead, targets)} if there are several
   * @throws DataException if the number of values is no multiple of the number of targets
   */
  public Tensor inUnits(Tensor y) {
    if (scaler == null) {
      return y;
    }
    if (targets.isEmpty() || y.size() % targets.size() != 0) {
      throw new DataException(
          "inUnits: expected a last axis of %d targets %s, got %s"
              .formatted(targets.size(), targets, y.shape()));
    }
    Shape rows = Shape.of(y.size() / targets.size(), targets.size());
    return scaler
        .columns(targets.toArray(String[]::new))
        .inverseTransform(y.reshape(rows))
        .reshape(y.shape());
  }

  /**
   * Converts scaled values of one column back to its units.
   *
   * @param column the name of the column
   * @param values its scaled values, of any shape
   * @throws DataException if there is no such column
   */
  public Tensor inUnits(String column, Tensor values) {
    return scaler == null
        ? values
        : scaler
            .columns(column)
            .inverseTransform(values.reshape(Shape.of(values.size())))
            .reshape(values.shape());
  }
}
