// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.data.images.Images;
import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import io.nyala.models.serving.RowValues;
import io.nyala.tensor.Tensor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How images get the size that a model needs.
 *
 * @param interpolation how they are resized; null if other sizes are refused
 * @param aspectRatio what happens to another ratio of height and width
 */
record ImageFitting(Interpolation interpolation, AspectRatio aspectRatio) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No image is resized. */
  static final String NONE = "none";

  /** As Keras does by default. */
  static final ImageFitting DEFAULT = new ImageFitting(Interpolation.BILINEAR, AspectRatio.DISTORT);

  static String[] interpolations() {
    return Stream.concat(
            Stream.of(NONE), Arrays.stream(Interpolation.values()).map(Interpolation::kerasName))
        .toArray(String[]::new);
  }

  static String[] aspectRatios() {
    return Arrays.stream(AspectRatio.values())
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .toArray(String[]::new);
  }

  static ImageFitting of(String interpolation, String aspectRatio) {
    return new ImageFitting(
        interpolation.equals(NONE)
            ? null
            : Interpolation.valueOf(interpolation.toUpperCase(Locale.ROOT)),
        AspectRatio.valueOf(aspectRatio.toUpperCase(Locale.ROOT)));
  }

  /**
   * Returns an image with this size.
   *
   * @throws RowValues.WrongValue if it has another one and must not be resized
   */
  Tensor fit(Tensor image, int height, int width) {
    int rows = image.shape().dim(0);
    int columns = image.shape().dim(1);
    if (rows == height && columns == width) {
      return image;
    }
    if (interpolation == null) {
      throw new RowValues.WrongValue(
          "the image has %d x %d pixels, not %d x %d, and imageResize is \"none\""
              .formatted(rows, columns, height, width));
    }
    return Images.resize(
        Images.frame(image, aspectRatio, height, width), height, width, interpolation, false);
  }
}
