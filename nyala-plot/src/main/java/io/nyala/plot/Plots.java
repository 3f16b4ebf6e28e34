// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.Judgement;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.PrecisionRecallCurve;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Writes plots as PNG or SVG files. The file extension determines the format: {@code .png} for an
 * image with two pixels per unit, {@code .svg} for vector graphics that stay sharp at any size.
 * Requires fonts but no display.
 *
 * <p>A file appears when it is complete; if writing fails, an existing file is left unchanged. Any
 * other extension throws an {@link IllegalArgumentException}.
 */
public final class Plots {
  static {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private Plots() {}

  /**
   * Plots loss and metrics by epoch, with a panel for each. With validation, the epoch of the
   * lowest validation loss is marked in all of them.
   *
   * @param file a PNG or SVG file
   * @param title the title, such as the name of the model
   * @param history values by name; {@code val_loss} goes with {@code loss}
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void learningCurves(Path file, String title, Map<String, List<Double>> history)
      throws IOException {
    write(file, () -> LearningCurves.of(title, history));
  }

  /**
   * Plots the course of several quantities, with a panel for each.
   *
   * @param file a PNG or SVG file
   * @param title the title, such as the name of the model
   * @param unit the unit of the x axis, such as {@code epoch}
   * @param history values by name
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void curves(Path file, String title, String unit, Map<String, List<Double>> history)
      throws IOException {
    write(file, () -> LearningCurves.of(title, unit, history));
  }

  /**
   * Plots predictions of a regression against the true values: distributions and pairs.
   *
   * @param file a PNG or SVG file
   * @param title the title, such as the data predicted
   * @param quantity the target with its unit
   * @param actual the true values, one for each row
   * @param predicted the predictions, one for each row
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void predictions(
      Path file, String title, String quantity, Tensor actual, Tensor predicted)
      throws IOException {
    write(file, () -> PredictionPlot.of(title, quantity, actual.floats(), predicted.floats()));
  }

  /**
   * Plots series over the same steps, such as actual values and forecasts.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param steps the meaning of a step
   * @param quantity the measured quantity with its unit
   * @param lines the series by name, actual values first; the second is dashed
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void series(
      Path file, String title, String steps, String quantity, Map<String, double[]> lines)
      throws IOException {
    write(file, () -> SeriesPlot.of(title, steps, quantity, lines));
  }

  /**
   * Plots series over the same times, such as actual values and forecasts; the axis has dates or
   * times of day.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param times the time of each value, ascending
   * @param quantity the measured quantity with its unit
   * @param lines the series by name, actual values first, each with at most as many values as there
   *     are times; the second is dashed
   * @throws IllegalArgumentException if a series is longer
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void series(
      Path file,
      String title,
      List<LocalDateTime> times,
      String quantity,
      Map<String, double[]> lines)
      throws IOException {
    write(file, () -> SeriesPlot.of(title, times, quantity, lines));
  }

  /**
   * Plots a confusion matrix as a heat map.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param matrix the counts
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void confusion(Path file, String title, ConfusionMatrix matrix) throws IOException {
    write(file, () -> new ConfusionPlot(title, matrix));
  }

  /**
   * Plots ROC curves.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param curves the curves by name, such as validation and test
   * @param used the threshold in use
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void roc(Path file, String title, Map<String, RocCurve> curves, OperatingPoint used)
      throws IOException {
    write(file, () -> RocPlot.of(title, curves, used));
  }

  /**
   * Plots images in a grid with their predictions.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param subtitle an explanation of the captions
   * @param images {@code (rows, height, width)} in [0, 1], 1 is ink; or {@code (rows, height,
   *     width, 3)} in [0, 1], red, green and blue
   * @param shown the images to show, with their captions
   * @param columns the number of images per row
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void images(
      Path file, String title, String subtitle, Tensor images, List<Shown> shown, int columns)
      throws IOException {
    write(file, () -> new ImageSheet(title, subtitle, images, shown, columns));
  }

  /**
   * Plots the images about which a classifier errs most, with their names, the predicted classes
   * and their probabilities.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param worstFirst the judgements of all images, at least one: {@link Judgement#worstFirst}
   * @param classes the names of the classes
   * @param image returns an image by its row, {@code (height, width, 3)} in [0, 1]
   * @param name returns the name of an image by its row, such as that of its file
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void mistakes(
      Path file,
      String title,
      List<Judgement> worstFirst,
      List<String> classes,
      IntFunction<Tensor> image,
      IntFunction<String> name)
      throws IOException {
    write(file, () -> MistakeSheet.of(title, worstFirst, classes, image, name));
  }

  /**
   * Plots images in a grid without captions.
   *
   * @param file a PNG or SVG file
   * @param images {@code (rows, height, width)} in [0, 1], 1 is ink; or {@code (rows, height,
   *     width, 3)} in [0, 1], red, green and blue
   * @param columns the number of images per row
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void grid(Path file, Tensor images, int columns) throws IOException {
    write(file, () -> new ImageGrid(images, columns));
  }

  /**
   * Plots precision against recall, in the steps summed by {@link
   * PrecisionRecallCurve#averagePrecision()}.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param curves the curves by name, such as validation and test
   * @param used the threshold in use; its rows also define the chance level
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void precisionRecall(
      Path file, String title, Map<String, PrecisionRecallCurve> curves, OperatingPoint used)
      throws IOException {
    write(file, () -> PrecisionRecallPlot.of(title, curves, used));
  }

  /**
   * Plots a histogram of one or more groups over the same bins.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param quantity the measured quantity with its unit
   * @param groups values by name, in the order of the legend; those that are not finite are left
   *     out
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void histogram(
      Path file, String title, String quantity, Map<String, double[]> groups) throws IOException {
    write(file, () -> Histogram.of(title, quantity, groups));
  }

  /**
   * Plots a point for each row.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param x the values on the x axis
   * @param y the values on the y axis
   * @throws IllegalArgumentException if the quantities differ in length
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void scatter(Path file, String title, Quantity x, Quantity y) throws IOException {
    write(file, () -> ScatterPlot.of(title, x, y));
  }

  /**
   * Plots a point for each row, coloured by a third quantity: numbers by a colour scale, categories
   * by one colour each.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param x the values on the x axis
   * @param y the values on the y axis
   * @param color the values shown by colour; rows without a value are grey, or left out for
   *     categories
   * @throws IllegalArgumentException if the quantities differ in length
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void scatter(Path file, String title, Quantity x, Quantity y, Quantity color)
      throws IOException {
    write(file, () -> ScatterPlot.of(title, x, y, color));
  }

  /**
   * Plots parallel coordinates: a vertical axis for each quantity and a line for each row, to show
   * which settings lead to good results. Lines are coloured by result and have gaps at missing
   * values.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param settings the axes from left to right
   * @param result the last axis, numbers
   * @throws IllegalArgumentException if the quantities differ in length, or the result is
   *     categorical
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void parallelCoordinates(
      Path file, String title, List<Quantity> settings, Quantity result) throws IOException {
    write(file, () -> new ParallelPlot(title, settings, result));
  }

  /**
   * Plots a quantity over two others from scattered points, without a grid. Values between the
   * points are interpolated with weights of the inverse cube of the distance in the plot (Shepard
   * 1968). They are uncertain far from any point, so the points are shown.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param x the values on the x axis
   * @param y the values on the y axis
   * @param value the values shown by colour, numbers
   * @throws IllegalArgumentException if the quantities differ in length, or the value is
   *     categorical
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void contour(Path file, String title, Quantity x, Quantity y, Quantity value)
      throws IOException {
    write(file, () -> ContourPlot.of(title, x, y, value));
  }

  /**
   * Plots labelled horizontal bars, such as the importance of each input. Negative bars extend to
   * the left.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param quantity the measured quantity with its unit
   * @param bars the values by name, from top to bottom
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void bars(Path file, String title, String quantity, Map<String, Double> bars)
      throws IOException {
    write(file, () -> BarPlot.of(title, quantity, bars));
  }

  /**
   * Plots successive results, and the best so far as a step line.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param step the unit of a result, such as {@code trial}; numbered from 1
   * @param result the results in order, numbers; {@link Quantity#highIsBest()} determines which are
   *     better
   * @throws IllegalArgumentException if the result is categorical
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void bestSoFar(Path file, String title, String step, Quantity result)
      throws IOException {
    write(file, () -> BestSoFar.of(title, step, result));
  }

  /**
   * Plots the smoothed loss over the learning rate, with a suggestion.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param rates the rates tried, ascending
   * @param losses the loss at each of them
   * @param suggestion a rate
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void learningRates(
      Path file, String title, double[] rates, double[] losses, double suggestion)
      throws IOException {
    write(file, () -> LearningRatePlot.of(title, rates, losses, suggestion));
  }

  /**
   * Plots means of repeated runs by setting, a line for each kind of run, with their range.
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param setting the meaning of the settings
   * @param settings the settings, from left to right
   * @param quantity the result with its unit
   * @param runs the results of all runs, by setting, by name of the line
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void spread(
      Path file,
      String title,
      String setting,
      List<String> settings,
      String quantity,
      Map<String, double[][]> runs)
      throws IOException {
    write(file, () -> SpreadPlot.of(title, setting, settings, quantity, runs));
  }

  /**
   * Plots a timeline (a Gantt chart).
   *
   * @param file a PNG or SVG file
   * @param title the title
   * @param time the label of the time axis with its unit
   * @param spans the bars; rows are in order of first appearance
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void timeline(Path file, String title, String time, List<Span> spans)
      throws IOException {
    write(file, () -> TimelinePlot.of(title, time, spans));
  }

  private static void write(Path file, Supplier<Picture> picture) throws IOException {
    try {
      picture.get().write(file);
    } catch (LinkageError | InternalError e) {
      // A Java runtime without font libraries fails in many ways with obscure messages.
      throw new IOException(
          "this Java cannot draw, probably because fonts are missing (packages such as fontconfig "
              + "and fonts-dejavu-core): "
              + e,
          e);
    }
  }
}
