// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.data.images.Images;
import io.nyala.models.serving.RowValues;
import io.nyala.tensor.Tensor;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Images as Spark's data source {@code image} reads them: OpenCV's pixels in a struct. */
final class SparkImage {
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;
  private static final int CHANNELS = 3;
  private static final int MODE = 4;
  private static final int DATA = 5;

  private SparkImage() {}

  /** Returns whether a column has such images. */
  static boolean isType(DataType type) {
    StructField[] fields = ImageSchema.columnSchema().fields();
    if (!(type instanceof StructType given) || given.fields().length != fields.length) {
      return false;
    }
    for (int i = 0; i < fields.length; i++) {
      StructField field = given.fields()[i];
      if (!field.name().equals(fields[i].name())
          || !field.dataType().equals(fields[i].dataType())) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether Spark could not read the image. */
  static boolean isUndefined(Row image) {
    return image.isNullAt(DATA) || image.getInt(CHANNELS) < 1;
  }

  /**
   * Returns an image with red, green and blue in this order.
   *
   * @param channels the number of channels wanted
   * @throws RowValues.WrongValue if it is not one of bytes with 1, 3 or 4 channels
   */
  static Tensor tensor(Row image, int channels) {
    int height = image.getInt(HEIGHT);
    int width = image.getInt(WIDTH);
    int own = image.getInt(CHANNELS);
    byte[] data = image.getAs(DATA);
    // OpenCV's number of a type of bytes.
    if (own > 4 || own == 2 || image.getInt(MODE) != 8 * (own - 1)) {
      throw new RowValues.WrongValue(
          "expected an image of bytes with 1, 3 or 4 channels (mode 0, 16 or 24), got %d channels "
                  .formatted(own)
              + "in mode "
              + image.getInt(MODE));
    }
    if (data.length != (long) height * width * own) {
      throw new RowValues.WrongValue(
          "an image of %d x %d pixels with %d channels needs %d bytes, got %d"
              .formatted(height, width, own, (long) height * width * own, data.length));
    }
    byte[] pixels = data;
    if (own > 1) {
      pixels = data.clone();
      for (int i = 0; i < pixels.length; i += own) {
        pixels[i] = data[i + 2];
        pixels[i + 2] = data[i];
      }
    }
    return Images.ofPixels(pixels, height, width, channels);
  }
}
