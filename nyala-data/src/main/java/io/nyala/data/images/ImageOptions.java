// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.images.AspectRatio;
import io.nyala.images.Interpolation;
import java.util.List;
import java.util.Map;

/**
 * Options for reading a folder of images; meant for {@code import static
 * io.nyala.data.images.ImageOptions.images}. Unless stated otherwise, names and defaults match
 * Keras's {@code image_dataset_from_directory}.
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

  /** Sets the size to which images are resized; 256 x 256 by default. */
  public ImageOptions imageSize(int newHeight, int newWidth) {
    if (newHeight < 1 || newWidth < 1) {
      throw new IllegalArgumentException(
          "imageSize must be positive, got " + newHeight + " x " + newWidth);
    }
    height = newHeight;
    width = newWidth;
    return this;
  }

  /** Keeps the original size of images; all images of a batch must then have the same size. */
  public ImageOptions originalSize() {
    height = 0;
    width = 0;
    return this;
  }

  /** Sets the interpolation method; bilinear by default. */
  public ImageOptions interpolation(Interpolation how) {
    interpolation = how;
    return this;
  }

  /** Enables antialiasing when images shrink; off by default, as in Keras. */
  public ImageOptions antialias() {
    antialias = true;
    return this;
  }

  /** Sets how images with another aspect ratio are handled; distorted by default. */
  public ImageOptions aspectRatio(AspectRatio what) {
    aspectRatio = what;
    return this;
  }

  /** Sets the channels: 1 grey, 3 red, green and blue (default), 4 these and alpha. */
  public ImageOptions channels(int count) {
    channels = Images.checkChannels(count);
    return this;
  }

  /**
   * Rotates photographs by their EXIF orientation; off by default, as in Keras. Phones store most
   * pictures rotated.
   */
  public ImageOptions upright() {
    upright = true;
    return this;
  }

  /** Sets the number of images in a batch; 32 by default. */
  public ImageOptions batchSize(int rows) {
    batchSize = atLeast("batchSize", rows, 1);
    return this;
  }

  /** Sets the format of the targets; {@link LabelMode#INT} by default. */
  public ImageOptions labelMode(LabelMode mode) {
    labelMode = mode;
    return this;
  }

  /**
   * Sets the class folders, in the order of their labels; by default all folders, sorted by name.
   */
  public ImageOptions classNames(String... names) {
    classNames = List.of(names);
    return this;
  }

  /**
   * Sets explicit labels, one for each image in the order of their paths; subfolders are then not
   * classes.
   */
  public ImageOptions labels(int... one) {
    labels = one.clone();
    return this;
  }

  /**
   * Sets the class of each image by its path within the folder, such as {@code a/1.jpg}, or by its
   * file name; subfolders are then not classes. Every image must have a class, and every name an
   * image.
   */
  public ImageOptions labels(Map<String, String> byName) {
    labelsByName = Map.copyOf(byName);
    return this;
  }

  /**
   * Sets whether links to folders are followed; true by default, unlike in Keras. Each folder is
   * read only once; {@link ImageDirectory#skipped()} lists links that are circular, duplicate or
   * broken.
   */
  public ImageOptions followLinks(boolean on) {
    followLinks = on;
    return this;
  }

  /** Sets whether images are shuffled, in a different order in each pass; true by default. */
  public ImageOptions shuffle(boolean on) {
    shuffle = on;
    return this;
  }

  /** Sets the seed for the order and the split; 0 by default, so that runs are reproducible. */
  public ImageOptions seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /**
   * Sets aside a fraction of the images: chosen at random, or with {@code shuffle(false)} the last.
   */
  public ImageOptions validationSplit(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "validationSplit must be from 0 to less than 1, got " + share);
    }
    validationSplit = share;
    return this;
  }

  /** Throws at the first corrupt image; by default corrupt images are skipped and counted. */
  public ImageOptions failOnCorrupt() {
    failOnCorrupt = true;
    return this;
  }

  /**
   * Sets the number of threads that decode ahead of the reader; default the number of cores, 0 for
   * none.
   */
  public ImageOptions threads(int count) {
    threads = atLeast("threads", count, 0);
    return this;
  }

  /** Sets the number of batches to prefetch; 2 by default, 0 for none. */
  public ImageOptions prefetch(int batches) {
    prefetch = atLeast("prefetch", batches, 0);
    return this;
  }

  /** Describes all settings that affect which images come in which order, and their pixels. */
  String effect() {
    return String.join(
        " ",
        List.of(
            height + "x" + width + "x" + channels,
            String.valueOf(interpolation),
            "antialias=" + antialias,
            String.valueOf(aspectRatio),
            String.valueOf(labelMode),
            "upright=" + upright,
            shuffle ? "seed=" + seed : "in order"));
  }

  private static int atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
    return value;
  }
}
