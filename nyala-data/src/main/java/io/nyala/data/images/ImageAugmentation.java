// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.batches.Batch;
import io.nyala.data.DataException;
import io.nyala.data.streams.Dataset;
import io.nyala.images.FillMode;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * Random data augmentation of images, with the settings of Keras's {@code ImageDataGenerator} and,
 * for square images, its geometry.
 *
 * <pre>{@code
 * ImageAugmentation augment =
 *     new ImageAugmentation().rotation(20).widthShift(0.02).heightShift(0.02).horizontalFlip();
 * Dataset train = Dataset.fromTensors(x, y).shuffle(20_000, 1).mapRandom(2, augment).batch(32).prefetch(2);
 * }</pre>
 *
 * <p>An image is rotated, shifted, sheared and zoomed around its center in one step with bilinear
 * interpolation, then flipped; then its contrast and brightness are changed. The same key gives the
 * same image on any thread. Only the transformations that are set are applied.
 */
public final class ImageAugmentation implements Dataset.RandomMap {
  private static final long ROW_KEY = 0x9E3779B97F4A7C15L;

  private double rotation;
  private double widthShift;
  private double heightShift;
  private double shear;
  private double zoomFrom = 1;
  private double zoomTo = 1;
  private double contrast;
  private double brightness;
  private boolean horizontalFlip;
  private boolean verticalFlip;
  private FillMode fill = FillMode.NEAREST;
  private float fillValue;

  /** Creates an augmentation that changes nothing yet. */
  public ImageAugmentation() {}

  /** Rotates by up to this number of degrees in either direction. */
  public ImageAugmentation rotation(double degrees) {
    rotation = range("rotation", degrees, 360);
    return this;
  }

  /** Shifts horizontally by up to this fraction of the width in either direction. */
  public ImageAugmentation widthShift(double share) {
    widthShift = range("widthShift", share, 1);
    return this;
  }

  /** Shifts vertically by up to this fraction of the height in either direction. */
  public ImageAugmentation heightShift(double share) {
    heightShift = range("heightShift", share, 1);
    return this;
  }

  /** Shears by up to this number of degrees in either direction. */
  public ImageAugmentation shear(double degrees) {
    shear = range("shear", degrees, 89);
    return this;
  }

  /**
   * Zooms height and width by independent factors from this range; a factor below 1 enlarges the
   * content.
   */
  public ImageAugmentation zoom(double from, double to) {
    if (!(from > 0 && to >= from)) {
      throw new IllegalArgumentException(
          "zoom must be a range of positive factors, got " + from + " to " + to);
    }
    zoomFrom = from;
    zoomTo = to;
    return this;
  }

  /** Flips images horizontally with probability 1/2. */
  public ImageAugmentation horizontalFlip() {
    horizontalFlip = true;
    return this;
  }

  /** Flips images vertically with probability 1/2. */
  public ImageAugmentation verticalFlip() {
    verticalFlip = true;
    return this;
  }

  /**
   * Scales differences from the mean of a channel by a factor in {@code [1 - share, 1 + share]}.
   */
  public ImageAugmentation contrast(double share) {
    contrast = range("contrast", share, 1);
    return this;
  }

  /** Adds a value of up to this size, positive or negative, to all pixels of an image. */
  public ImageAugmentation brightness(double most) {
    brightness = range("brightness", most, Double.MAX_VALUE);
    return this;
  }

  /** Sets how pixels outside the image are filled; with the nearest pixel by default. */
  public ImageAugmentation fill(FillMode mode) {
    fill = mode;
    return this;
  }

  /** Fills pixels outside the image with a constant value. */
  public ImageAugmentation fill(float value) {
    fill = FillMode.CONSTANT;
    fillValue = value;
    return this;
  }

  private static double range(String what, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(what + " must be from 0 to " + most + ", got " + value);
    }
    return value;
  }

  /** Transforms the first input of an element: an image, or a batch of images. */
  @Override
  public Batch apply(Batch element, long key) {
    return element.withX(apply(element.x().get(0), key));
  }

  /**
   * Returns transformed images.
   *
   * @param images {@code (height, width, channels)}, or {@code (rows, height, width, channels)},
   *     each transformed independently
   * @param key the random key
   * @throws DataException if the images have another shape
   */
  public Tensor apply(Tensor images, long key) {
    Shape s = images.shape();
    if (s.rank() != 3 && s.rank() != 4) {
      throw new DataException(
          "augmentation expects images (height, width, channels) or (rows, height, width, "
              + "channels), got "
              + s
              + "; reshape grey images to 1 channel");
    }
    float[] from = images.floats();
    float[] into = new float[from.length];
    Shape image = s.rank() == 3 ? s : s.drop(0);
    int rows = s.rank() == 3 ? 1 : s.dim(0);
    for (int r = 0; r < rows; r++) {
      image(from, r * image.size(), image, new SplittableRandom(key + r * ROW_KEY), into);
    }
    return Tensor.of(s, into);
  }

  private void image(float[] from, int at, Shape shape, SplittableRandom random, float[] into) {
    int height = shape.dim(0);
    int width = shape.dim(1);
    int channels = shape.dim(2);
    // All numbers are drawn, used or not, so that one setting does not affect the draws of the
    // others.
    double theta = Math.toRadians(uniform(random, -rotation, rotation));
    double down = uniform(random, -heightShift, heightShift) * height;
    double right = uniform(random, -widthShift, widthShift) * width;
    double slant = Math.toRadians(uniform(random, -shear, shear));
    double zoomY = uniform(random, zoomFrom, zoomTo);
    double zoomX = uniform(random, zoomFrom, zoomTo);
    boolean mirror = random.nextDouble() < 0.5;
    boolean upsideDown = random.nextDouble() < 0.5;
    double stretch = uniform(random, 1 - contrast, 1 + contrast);
    double added = uniform(random, -brightness, brightness);

    double[] m = matrix(theta, right, down, slant, zoomX, zoomY, height, width);
    if (isIdentity(m)) {
      System.arraycopy(from, at, into, at, shape.size());
    } else {
      Resampling.affine(from, at, height, width, channels, m, fill, fillValue, into, at);
    }
    if (horizontalFlip && mirror) {
      Resampling.flipHorizontally(into, at, height, width, channels);
    }
    if (verticalFlip && upsideDown) {
      Resampling.flipVertically(into, at, height, width * channels);
    }
    if (contrast != 0 || brightness != 0) {
      levels(into, at, height * width, channels, (float) stretch, (float) added);
    }
  }

  private static double uniform(SplittableRandom random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  /**
   * Returns the matrix for {@link Resampling#affine} that maps pixels of the result to pixels of
   * the image: rotation times shift times shear times zoom, around the centre, as in Keras.
   */
  static double[] matrix(
      double theta,
      double right,
      double down,
      double slant,
      double zoomX,
      double zoomY,
      int height,
      int width) {
    double cos = Math.cos(theta);
    double sin = Math.sin(theta);
    double xx = cos * zoomX;
    double xy = (-cos * Math.sin(slant) - sin * Math.cos(slant)) * zoomY;
    double yx = sin * zoomX;
    double yy = (-sin * Math.sin(slant) + cos * Math.cos(slant)) * zoomY;
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    double x = cos * right - sin * down + middleX - xx * middleX - xy * middleY;
    double y = sin * right + cos * down + middleY - yx * middleX - yy * middleY;
    return new double[] {yy, yx, y, xy, xx, x};
  }

  private static boolean isIdentity(double... m) {
    return m[0] == 1 && m[1] == 0 && m[2] == 0 && m[3] == 0 && m[4] == 1 && m[5] == 0;
  }

  private static void levels(
      float[] image, int at, int pixels, int channels, float stretch, float added) {
    for (int k = 0; k < channels; k++) {
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        sum += image[at + i * channels + k];
      }
      float mean = (float) (sum / pixels);
      for (int i = 0; i < pixels; i++) {
        int p = at + i * channels + k;
        image[p] = (image[p] - mean) * stretch + mean + added;
      }
    }
  }
}
