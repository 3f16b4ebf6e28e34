// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The MNIST digits, or another data set in the same format, such as Fashion-MNIST.
 *
 * <p>Inputs have shape {@code (n, 28, 28)}, float32; targets shape {@code (n,)}, int32.
 *
 * @param train the training images and their labels
 * @param validation the last training images, if some were set aside; otherwise no rows
 * @param test the test images and their labels
 */
public record Mnist(Examples train, Examples validation, Examples test) {
  /**
   * Reads the four files in a folder, with values from 0 to 255 and without validation images.
   *
   * @throws DataException if a file is missing or malformed, or counts disagree
   */
  public static Mnist load(Path folder) {
    return load(folder, 0, 1);
  }

  /**
   * Reads the four files in a folder without copies, so that the full data set fits into a small
   * heap.
   *
   * @param folder the folder with {@code train-images-idx3-ubyte} and the other files, plain or
   *     {@code .gz}
   * @param validation the number of training images at the end to set aside; Keras's examples use
   *     5,000 of 60,000
   * @param divisor the divisor of all values; 255 scales them to [0, 1]
   * @throws DataException if a file is missing or malformed, or counts disagree
   */
  public static Mnist load(Path folder, int validation, float divisor) {
    Path trainImages = find(folder, "train-images", "idx3-ubyte");
    Path trainLabels = find(folder, "train-labels", "idx1-ubyte");
    Path testImages = find(folder, "t10k-images", "idx3-ubyte");
    Path testLabels = find(folder, "t10k-labels", "idx1-ubyte");
    Tensor[] images = Idx.images(trainImages, divisor, validation);
    Tensor labels = Idx.labels(trainLabels);
    int first = images[0].shape().dim(0);
    int all = first + images[1].shape().dim(0);
    expectSameCount(trainImages, all, trainLabels, labels);
    Tensor test = Idx.images(testImages, divisor);
    Tensor testY = Idx.labels(testLabels);
    expectSameCount(testImages, test.shape().dim(0), testLabels, testY);
    return new Mnist(
        new Examples(images[0], labels.rows(0, first)),
        new Examples(images[1], labels.rows(first, all)),
        new Examples(test, testY));
  }

  private static void expectSameCount(Path images, int count, Path labels, Tensor y) {
    if (count != y.size()) {
      throw new DataException(
          "%s has %d images, %s has %d labels; expected equal numbers"
              .formatted(images, count, labels, y.size()));
    }
  }

  private static Path find(Path folder, String stem, String suffix) {
    List<String> names =
        List.of(
            stem + "-" + suffix + ".gz",
            stem + "-" + suffix,
            stem + "." + suffix,
            stem + "." + suffix + ".gz");
    for (String name : names) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new DataException(
        "no %s in %s; hint: MNIST has four files; this one may be plain or gzip (%s)"
            .formatted(stem + "-" + suffix, folder, names.getFirst()));
  }
}
