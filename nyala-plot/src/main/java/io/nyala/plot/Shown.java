// SPDX-License-Identifier: Apache-2.0
package io.nyala.plot;

/**
 * One image in a grid of images.
 *
 * @param row the row of the images tensor
 * @param caption the caption below the image, possibly of several lines
 * @param right whether the prediction is correct; if not, the image is marked
 */
public record Shown(int row, String caption, boolean right) {
  /**
   * Returns an image with its prediction: the class if that is right, otherwise for example {@code
   * predicted 7, is 1} in two lines.
   *
   * @param row the row of the images tensor
   * @param predicted the predicted class
   * @param actual the class that the image has
   */
  public static Shown judged(int row, String predicted, String actual) {
    boolean right = predicted.equals(actual);
    return new Shown(
        row, right ? predicted : "predicted %s,\nis %s".formatted(predicted, actual), right);
  }
}
