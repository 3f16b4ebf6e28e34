// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples;

import io.nyala.data.Examples;
import io.nyala.data.images.Cifar10;
import io.nyala.data.images.ImageAugmentation;
import io.nyala.data.samples.ShapeImages;
import io.nyala.examples.recipe.RecipeContext;
import io.nyala.hub.DataFinder;
import io.nyala.hub.DataFinder.Found;
import io.nyala.hub.DataSet;
import io.nyala.plot.Plots;
import io.nyala.plot.Shown;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Small colour images in three parts, values in [0, 1].
 *
 * @param train the training images
 * @param validation the validation images: the first half of the test file
 * @param test the test images: the second half
 * @param names the class names
 * @param source the source of the images
 */
record Photographs(
    Examples train, Examples validation, Examples test, List<String> names, String source) {
  private static final float BRIGHTEST = 255;
  private static final int SAMPLE_ROWS = 600;
  private static final int COLUMNS = 8;
  private static final int AUGMENTED_ROWS = 5;

  static Photographs load(RecipeContext context, DataFinder finder) throws InterruptedException {
    if (context.sample()) {
      context.say("Generated data (--data sample): the results do not apply to real photographs.");
      return new Photographs(
          ShapeImages.generate(SAMPLE_ROWS, 1),
          ShapeImages.generate(SAMPLE_ROWS / 5, 2),
          ShapeImages.generate(SAMPLE_ROWS / 5, 3),
          ShapeImages.NAMES,
          "sample");
    }
    Found found = context.find(finder, DataSet.CIFAR10);
    Cifar10 set = Cifar10.load(found.folder(), BRIGHTEST);
    int held = set.test().rows();
    return new Photographs(
        set.train(),
        set.test().range(0, held / 2),
        set.test().range(held / 2, held),
        set.names(),
        found.source());
  }

  int rows() {
    return train.rows() + validation.rows() + test.rows();
  }

  /** Plots training images, each followed by its augmented version. */
  void drawAugmented(Path file, String title, ImageAugmentation change, long seed)
      throws IOException {
    Shape image = train.x().shape().drop(0);
    float[] pixels = new float[AUGMENTED_ROWS * COLUMNS * image.size()];
    List<Shown> shown = new ArrayList<>();
    for (int i = 0; i < AUGMENTED_ROWS * COLUMNS; i++) {
      int row = i / COLUMNS;
      boolean original = i % COLUMNS == 0;
      Tensor plain = train.x().rows(row, row + 1).reshape(image);
      Tensor drawn = original ? plain : change.apply(plain, seed + i);
      System.arraycopy(drawn.floats(), 0, pixels, i * image.size(), image.size());
      shown.add(new Shown(i, original ? names.get(train.y().ints()[row]) : "", true));
    }
    Tensor sheet = Tensor.of(image.insert(0, shown.size()), pixels);
    Plots.images(
        file,
        title,
        "first in each row: the original; then augmented versions",
        sheet,
        shown,
        COLUMNS);
  }

  /** Plots the first test images with their predictions. */
  void drawPredictions(Path file, String title, Tensor predicted) throws IOException {
    List<Shown> shown = new ArrayList<>();
    int right = 0;
    for (int i = 0; i < test.rows(); i++) {
      int is = test.y().ints()[i];
      int told = mostProbable(predicted, i);
      right += told == is ? 1 : 0;
      if (i < AUGMENTED_ROWS * COLUMNS) {
        shown.add(Shown.judged(i, names.get(told), names.get(is)));
      }
    }
    String subtitle =
        "%,d of %,d correct; these are the first ones, with mistakes in red"
            .formatted(right, test.rows());
    Plots.images(file, title, subtitle, test.x(), shown, COLUMNS);
  }

  private static int mostProbable(Tensor predicted, int row) {
    int classes = predicted.shape().last();
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (predicted.at(row * classes + c) > predicted.at(row * classes + best)) {
        best = c;
      }
    }
    return best;
  }
}
