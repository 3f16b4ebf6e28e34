// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import java.util.List;
import java.util.Map;

/**
 * How a folder of images is read; meant for {@code import static
 * io.nyala.data.images.ImageOptions.images}. Names and defaults are those of Keras's {@code
 * image_dataset_from_directory}, unless said otherwise.
 *
 * <pre>{@code
 * ImageDirectory photos =
 *     imageDatasetFromDirectory(folder, images().imageSize(160, 160).validationSplit(0.2).seed(1));
 * }</pre>
 */
public final class ImageOptions {
  private static final int COLOURS = 3;
  private static final int SIZE = 256;

  int height = SIZE;
  int width = SIZE;
  int channels = COLOURS;
  int batchSize = 32;
  Interpolation interpolation = Interpolation.BILINEAR;
  boolean antialias;
  AspectRatio aspectRatio = AspectRatio.DISTORT;
  LabelMode labelMode = LabelMode.INT;
  List<String> classNames;
  int[] labels;
  Map<String, String> labelsByName;
  boolean followLinks = true;
  boolean upright;
  boolean shuffle = true;
  long seed;
  double validationSplit;
  boolean failOnCorrupt;
  int threads = Runtime.getRuntime().availableProcessors();
  int prefetch = 2;

  private ImageOptions() {}

  /** Returns the defaults. */
  public static ImageOptions images() {
    return new ImageOptions();
  }

  /** Sets the size to which images are brought; 256 x 256 by default. */
  public ImageOptions imageSize(int newHeight, int newWidth) {
    if (newHeight < 1 || newWidth < 1) {
      throw new IllegalArgumentException(
          "imageSize must be positive, got " + newHeight + " x " + newWidth);
    }
    height = newHeight;
    width = newWidth;
    return this;
  }

  /** Leaves images as large as they are; then all of a batch must have one size. */
  public ImageOptions originalSize() {
    height = 0;
    width = 0;
    return this;
  }

  /** Sets how pixels between pixels are found; straight lines by default. */
  public ImageOptions interpolation(Interpolation how) {
    interpolation = how;
    return this;
  }

  /** Averages where images shrink; not so by default, as in Keras. */
  public ImageOptions antialias() {
    antialias = true;
    return this;
  }

  /** Sets what becomes of images with another ratio of their sides; distorted by default. */
  public ImageOptions aspectRatio(AspectRatio what) {
    aspectRatio = what;
    return this;
  }

  /** Sets the channels: 1 grey, 3 red, green and blue (default), 4 these and opacity. */
  public ImageOptions channels(int count) {
    channels = Images.checkChannels(count);
    return this;
  }

  /**
   * Turns photographs as the camera was held, which EXIF tells; not so by default, as in Keras.
   * Telephones store most pictures turned.
   */
  public ImageOptions upright() {
    upright = true;
    return this;
  }

  /** Sets the images in a batch; 32 by default. */
  public ImageOptions batchSize(int rows) {
    batchSize = atLeast("batchSize", rows, 1);
    return this;
  }

  /** Sets the form of the targets; {@link LabelMode#INT} by default. */
  public ImageOptions labelMode(LabelMode mode) {
    labelMode = mode;
    return this;
  }

  /**
   * Sets the folders that are classes, in the order of their labels; by default all, sorted by
   * name.
   */
  public ImageOptions classNames(String... names) {
    classNames = List.of(names);
    return this;
  }

  /**
   * Gives the labels oneself, one for each image in the order of their paths; then folders within
   * are not classes.
   */
  public ImageOptions labels(int... one) {
    labels = one.clone();
    return this;
  }

  /**
   * Gives the class of each image by its path within the folder, such as {@code a/1.jpg}, or by its
   * file name; then folders within are not classes. All images must have one, and no name may be
   * without an image.
   */
  public ImageOptions labels(Map<String, String> byName) {
    labelsByName = Map.copyOf(byName);
    return this;
  }

  /**
   * Sets whether folders that links lead to are read; true by default, where Keras reads them only
   * when asked. Each is read once, whatever leads to it: {@link ImageDirectory#skipped()} names
   * links that lead in a circle, twice to one place, or nowhere.
   */
  public ImageOptions followLinks(boolean on) {
    followLinks = on;
    return this;
  }

  /** Sets whether images come in random order, another one in each pass; true by default. */
  public ImageOptions shuffle(boolean on) {
    shuffle = on;
    return this;
  }

  /** Sets what gives the order and the split; 0 by default, so that a program repeats. */
  public ImageOptions seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /**
   * Sets aside a share of the images: chosen at random, or with {@code shuffle(false)} the last.
   */
  public ImageOptions validationSplit(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be from 0 to less than 1, got " + share);
    }
    validationSplit = share;
    return this;
  }

  /** Throws at the first corrupt image; by default they are left out and counted. */
  public ImageOptions failOnCorrupt() {
    failOnCorrupt = true;
    return this;
  }

  /** Sets how many threads decode ahead of the reader; as many as cores by default, 0 for none. */
  public ImageOptions threads(int count) {
    threads = atLeast("threads", count, 0);
    return this;
  }

  /** Sets how many batches are made ahead; 2 by default, 0 for none. */
  public ImageOptions prefetch(int batches) {
    prefetch = atLeast("prefetch", batches, 0);
    return this;
  }

  private static int atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
    return value;
  }
}
