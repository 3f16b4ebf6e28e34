// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.PrecisionRecallCurve;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes plots as PNG or SVG files. The name of the file decides: {@code .png} makes an image with
 * two pixels for each unit, {@code .svg} lines and text that stay sharp at any size. No display is
 * needed, but fonts are.
 *
 * <p>A file appears under its name when it is complete; if it cannot be written, an older one stays
 * as it was. A name that ends in neither is an {@link IllegalArgumentException}.
 */
public final class Plots {
  static {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private Plots() {}

  /**
   * One image of an image sheet.
   *
   * @param row which row of the images
   * @param caption what is written below
   * @param right whether the network was right; if not, the image is marked
   */
  public record Shown(int row, String caption, boolean right) {}

  /**
   * One bar of a timeline.
   *
   * @param row the row in which it stands, such as the name of a worker
   * @param from when it began
   * @param to when it ended, not before it began
   * @param kind what its colour means, such as {@code done} or {@code stopped}
   */
  public record Span(String row, double from, double to, String kind) {
    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException if one is not finite, or the end is before the beginning
     */
    public Span {
      if (!Double.isFinite(from) || !Double.isFinite(to) || to < from) {
        throw new IllegalArgumentException(
            "span of '%s' from %s to %s: times must be finite, and the end not before the beginning"
                .formatted(row, from, to));
      }
    }
  }

  /**
   * Draws how loss and metrics went from epoch to epoch, a panel for each.
   *
   * @param file a PNG or SVG file
   * @param title what was trained
   * @param history values by name; {@code val_loss} goes with {@code loss}
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void learningCurves(Path file, String title, Map<String, List<Double>> history)
      throws IOException {
    write(file, () -> LearningCurves.of(title, history));
  }

  /**
   * Draws how several quantities went, a panel for each.
   *
   * @param file a PNG or SVG file
   * @param title what was trained
   * @param unit what is counted from left to right, such as {@code epoch}
   * @param history values by name
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void curves(Path file, String title, String unit, Map<String, List<Double>> history)
      throws IOException {
    write(file, () -> LearningCurves.of(title, unit, history));
  }

  /**
   * Draws a regression's predictions beside the truth: distributions, and pair by pair.
   *
   * @param file a PNG or SVG file
   * @param title what was predicted on which rows
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
   * Draws series over the same steps, such as what came and what was forecast.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param steps what a step is
   * @param quantity what is measured, with its unit
   * @param lines by name, what really came first; the second is dashed
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void series(
      Path file, String title, String steps, String quantity, Map<String, double[]> lines)
      throws IOException {
    write(file, () -> SeriesPlot.of(title, steps, quantity, lines));
  }

  /**
   * Draws a confusion matrix as a heat map.
   *
   * @param file a PNG or SVG file
   * @param title what was classified
   * @param matrix the counts
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void confusion(Path file, String title, ConfusionMatrix matrix) throws IOException {
    write(file, () -> new ConfusionPlot(title, matrix));
  }

  /**
   * Draws receiver operating characteristics.
   *
   * @param file a PNG or SVG file
   * @param title what was classified
   * @param curves by name, such as validation and test
   * @param used the threshold that was used
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void roc(Path file, String title, Map<String, RocCurve> curves, OperatingPoint used)
      throws IOException {
    write(file, () -> RocPlot.of(title, curves, used));
  }

  /**
   * Draws images in a grid with what the network took them for.
   *
   * @param file a PNG or SVG file
   * @param title what the images are
   * @param subtitle how to read the captions
   * @param images {@code (rows, height, width)} in [0, 1], 1 is ink; or {@code (rows, height,
   *     width, 3)} in [0, 1], red, green and blue
   * @param shown which images, with their captions
   * @param columns images side by side
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void images(
      Path file, String title, String subtitle, Tensor images, List<Shown> shown, int columns)
      throws IOException {
    write(file, () -> new ImageSheet(title, subtitle, images, shown, columns));
  }

  /**
   * Draws images side by side, without words.
   *
   * @param file a PNG or SVG file
   * @param images {@code (rows, height, width)} in [0, 1], 1 is ink; or {@code (rows, height,
   *     width, 3)} in [0, 1], red, green and blue
   * @param columns images side by side
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void grid(Path file, Tensor images, int columns) throws IOException {
    write(file, () -> new ImageGrid(images, columns));
  }

  /**
   * Draws precision against recall, in the steps that {@link
   * PrecisionRecallCurve#averagePrecision()} adds up.
   *
   * @param file a PNG or SVG file
   * @param title what was classified
   * @param curves by name, such as validation and test
   * @param used the threshold that was used; its rows also say what chance would reach
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void precisionRecall(
      Path file, String title, Map<String, PrecisionRecallCurve> curves, OperatingPoint used)
      throws IOException {
    write(file, () -> PrecisionRecallPlot.of(title, curves, used));
  }

  /**
   * Draws how often values lie where, several groups over the same bins.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param quantity what was measured, with its unit
   * @param groups values by name, in the order of the legend; those that are not finite are left
   *     out
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void histogram(
      Path file, String title, String quantity, Map<String, double[]> groups) throws IOException {
    write(file, () -> Histogram.of(title, quantity, groups));
  }

  /**
   * Draws a point for each row.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param x from left to right
   * @param y from bottom to top
   * @throws IllegalArgumentException if the quantities differ in length
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void scatter(Path file, String title, Quantity x, Quantity y) throws IOException {
    write(file, () -> ScatterPlot.of(title, x, y));
  }

  /**
   * Draws a point for each row, coloured by a third quantity: numbers by a scale, categories by a
   * colour for each.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param x from left to right
   * @param y from bottom to top
   * @param color what the colours mean; rows without it are grey, or left out among categories
   * @throws IllegalArgumentException if the quantities differ in length
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void scatter(Path file, String title, Quantity x, Quantity y, Quantity color)
      throws IOException {
    write(file, () -> ScatterPlot.of(title, x, y, color));
  }

  /**
   * Draws an upright axis for each quantity and a line through them for each row: which settings
   * lead to good results. Lines have the colour of their result, and a gap where a value is
   * missing.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param settings the axes from left to right
   * @param result the last axis, numbers
   * @throws IllegalArgumentException if the quantities differ in length, or the result is without
   *     order
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void parallelCoordinates(
      Path file, String title, List<Quantity> settings, Quantity result) throws IOException {
    write(file, () -> new ParallelPlot(title, settings, result));
  }

  /**
   * Draws a quantity over two others from scattered points, which need no grid. Between the points
   * it is their mean, weighted by the inverse cube of the distance on the drawing (Shepard 1968).
   * Far from any point it is a guess; the points are drawn, so that this can be seen.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param x from left to right
   * @param y from bottom to top
   * @param value what the colours mean, numbers
   * @throws IllegalArgumentException if the quantities differ in length, or the value is without
   *     order
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void contour(Path file, String title, Quantity x, Quantity y, Quantity value)
      throws IOException {
    write(file, () -> ContourPlot.of(title, x, y, value));
  }

  /**
   * Draws a bar to the right for each of several things, with its number, such as how much each
   * input matters. Negative bars go to the left.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param quantity what was measured, with its unit
   * @param bars by name, from top to bottom
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void bars(Path file, String title, String quantity, Map<String, Double> bars)
      throws IOException {
    write(file, () -> BarPlot.of(title, quantity, bars));
  }

  /**
   * Draws results one after the other, and the best so far as a line in steps.
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param step what one result comes from, such as {@code trial}; counted from 1
   * @param result the results in their order, numbers; {@link Quantity#highIsBest()} decides what
   *     is better
   * @throws IllegalArgumentException if the result is without order
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void bestSoFar(Path file, String title, String step, Quantity result)
      throws IOException {
    write(file, () -> BestSoFar.of(title, step, result));
  }

  /**
   * Draws what was done when (a Gantt chart).
   *
   * @param file a PNG or SVG file
   * @param title what is shown
   * @param time the time with its unit
   * @param spans the bars; rows stand in the order in which they first appear
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
      // A Java without its font libraries says so in many ways, all of them obscure.
      throw new IOException(
          "this Java cannot draw, probably for want of fonts (packages fontconfig and"
              + " fonts-dejavu-core or the like): "
              + e,
          e);
    }
  }
}
