// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

import io.nyala.data.evaluation.ConfusionMatrix;
import io.nyala.data.evaluation.OperatingPoint;
import io.nyala.data.evaluation.RocCurve;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Writes plots as PNG files. No display is needed, but fonts are. */
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
   * Draws how loss and metrics went from epoch to epoch, a panel for each.
   *
   * @param file the PNG file
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
   * @param file the PNG file
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
   * @param file the PNG file
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
   * @param file the PNG file
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
   * @param file the PNG file
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
   * @param file the PNG file
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
   * @param file the PNG file
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
   * @param file the PNG file
   * @param images {@code (rows, height, width)} in [0, 1], 1 is ink; or {@code (rows, height,
   *     width, 3)} in [0, 1], red, green and blue
   * @param columns images side by side
   * @throws IOException if the file cannot be written or this Java cannot draw
   */
  public static void grid(Path file, Tensor images, int columns) throws IOException {
    write(file, () -> new ImageGrid(images, columns));
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
