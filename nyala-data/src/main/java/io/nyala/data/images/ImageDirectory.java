// SPDX-License-Identifier: Apache-2.0
package io.nyala.data.images;

import io.nyala.batches.Batch;
import io.nyala.data.DataException;
import io.nyala.data.Examples;
import io.nyala.data.split.Split;
import io.nyala.data.split.TrainTest;
import io.nyala.data.streams.Dataset;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/**
 * A folder of images as a streaming dataset: images are read, decoded and resized on worker threads
 * during training.
 *
 * <pre>{@code
 * ImageDirectory photos =
 *     imageDatasetFromDirectory(folder, images().imageSize(160, 160).validationSplit(0.2).seed(1));
 * model.fit(photos.training(), fit().epochs(10).validation(photos.validation()));
 * }</pre>
 *
 * <p>Inputs are {@code (batch, height, width, channels)}, float32 from 0 to 255: start the network
 * with {@code rescaling(1 / 255.0)}. The elements of a pass depend only on seed and pass, not on
 * threads.
 *
 * <p>Images that cannot be read are skipped; {@link #skipped()} gives the reason. Truncated files
 * and files that are not images are detected when the folder is opened. Files damaged in the middle
 * are detected when first decoded, so a pass may be shorter than {@link Dataset#size}.
 */
public final class ImageDirectory {
  private final Path folder;
  private final ImageOptions options;
  private final List<String> classNames;
  private final ImageFiles train;
  private final ImageFiles held;
  private final Map<Path, String> skipped;

  private ImageDirectory(
      Path folder,
      ImageOptions options,
      ImageFiles train,
      ImageFiles held,
      Map<Path, String> skipped) {
    this.folder = folder;
    this.options = options;
    this.classNames = train.classNames();
    this.train = train;
    this.held = held;
    this.skipped = skipped;
  }

  /** Opens a folder that contains a folder for each class, with Keras's defaults. */
  public static ImageDirectory imageDatasetFromDirectory(Path folder) {
    return imageDatasetFromDirectory(folder, ImageOptions.images());
  }

  /**
   * Opens a folder of images.
   *
   * @param folder contains a folder for each class, unless the options set labels
   * @param options the options; must not be changed afterwards
   * @throws DataException if there is no such folder, it or a class contains no image, labels and
   *     images do not match, or all images are corrupt
   */
  public static ImageDirectory imageDatasetFromDirectory(Path folder, ImageOptions options) {
    ImageFiles all = ImageFiles.in(folder, options);
    int classes = all.classNames().size();
    if (options.labelMode == LabelMode.BINARY && classes != 2) {
      throw new DataException(
          "%s: labelMode(BINARY) is for 2 classes, there are %d: %s"
              .formatted(folder, classes, all.classNames()));
    }
    Map<Path, String> skipped = new ConcurrentSkipListMap<>();
    int[] good =
        IntStream.range(0, all.files().size())
            .filter(i -> isGood(all.files().get(i), options, skipped))
            .toArray();
    if (good.length == 0) {
      throw new DataException(
          "%s: none of the %,d images can be read; the first: %s"
              .formatted(folder, all.files().size(), skipped.values().iterator().next()));
    }
    int[] kept = good;
    int[] aside = {};
    int count = (int) (options.validationSplit * good.length);
    if (options.validationSplit > 0) {
      if (count == 0) {
        throw new DataException(
            "%s: validationSplit(%s) of %d images leaves no image for validation"
                .formatted(folder, options.validationSplit, good.length));
      }
      Tensor positions = Tensor.vectorOfInts(good);
      Split split = options.shuffle ? Split.shuffled(options.seed) : Split.inOrder();
      TrainTest parts =
          split.trainTest(new Examples(positions, positions), (double) count / good.length);
      kept = parts.train().x().ints();
      aside = parts.test().x().ints();
    }
    return new ImageDirectory(folder, options, all.at(kept), all.at(aside), skipped);
  }

  private static boolean isGood(Path file, ImageOptions options, Map<Path, String> skipped) {
    String problem = ImageCheck.problem(file);
    if (problem != null && options.failOnCorrupt) {
      throw new DataException(problem);
    }
    if (problem != null) {
      skipped.put(file, problem);
    }
    return problem == null;
  }

  /** Returns the class names, indexed by label. */
  public List<String> classNames() {
    return classNames;
  }

  /** Returns the batches of training images, without those set aside for validation. */
  public Dataset training() {
    return dataset(train, options.shuffle);
  }

  /**
   * Returns the images that {@code validationSplit} set aside, always in the same order.
   *
   * @throws IllegalStateException if none were
   */
  public Dataset validation() {
    if (held.files().isEmpty()) {
      throw new IllegalStateException(
          folder + ": no images were set aside; set validationSplit(fraction)");
    }
    return dataset(held, false);
  }

  /**
   * Returns the files of {@link #training()}, in the order in which they come without shuffling.
   */
  public List<Path> trainingFiles() {
    return train.files();
  }

  /** Returns the files of {@link #validation()}, in order; possibly none. */
  public List<Path> validationFiles() {
    return held.files();
  }

  /**
   * Returns the corrupt files found so far, each with the reason, and links that were not followed
   * because they are circular, duplicate or broken.
   */
  public Map<Path, String> skipped() {
    Map<Path, String> all = new TreeMap<>(skipped);
    all.putAll(train.leftOut());
    return Map.copyOf(all);
  }

  /**
   * Returns a digest of the training images: the options that affect them, and the path, class,
   * size and modification time of each file. It tells whether something derived from them is up to
   * date.
   *
   * @return a SHA-256 in hex
   * @throws DataException if a file has disappeared
   */
  public String fingerprint() {
    return ImageFingerprint.of(folder, train, options);
  }

  /** Describes what was found, in one or more lines. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%,d images of %d classes in %s"
            .formatted(train.files().size() + held.files().size(), classNames.size(), folder));
    if (!held.files().isEmpty()) {
      text.append(", %,d of them for validation".formatted(held.files().size()));
    }
    if (!skipped.isEmpty()) {
      text.append("; %,d corrupt ones skipped:".formatted(skipped.size()));
      skipped.values().forEach(why -> text.append("\n  ").append(why));
    }
    if (!train.leftOut().isEmpty()) {
      text.append("; %,d links skipped:".formatted(train.leftOut().size()));
      train.leftOut().values().forEach(why -> text.append("\n  ").append(why));
    }
    return text.toString();
  }

  private Dataset dataset(ImageFiles files, boolean shuffled) {
    int count = files.files().size();
    Tensor positions = Tensor.vectorOfInts(IntStream.range(0, count).toArray());
    Dataset order = Dataset.fromTensors(List.of(positions), List.of(), List.of());
    Dataset decoded =
        (shuffled ? order.shuffle(count, options.seed) : order)
            .map(element -> read(files, element.x().get(0).ints()[0]), options.threads)
            .batch(options.batchSize);
    return options.prefetch == 0 ? decoded : decoded.prefetch(options.prefetch);
  }

  /** Returns an image with its target, or null for a corrupt one. */
  private Batch read(ImageFiles files, int position) {
    Path file = files.files().get(position);
    Tensor image;
    try {
      image =
          sized(
              options.upright
                  ? Images.loadUpright(file, options.channels)
                  : Images.load(file, options.channels));
    } catch (DataException e) {
      if (options.failOnCorrupt) {
        throw e;
      }
      skipped.put(file, e.getMessage());
      return null;
    }
    return options.labelMode == LabelMode.NONE
        ? Batch.of(image)
        : Batch.of(image, target(files.labels()[position]));
  }

  private Tensor sized(Tensor image) {
    if (options.height == 0) {
      return image;
    }
    return Images.resize(
        Images.frame(image, options.aspectRatio, options.height, options.width),
        options.height,
        options.width,
        options.interpolation,
        options.antialias);
  }

  private Tensor target(int label) {
    if (options.labelMode == LabelMode.INT) {
      return Tensor.ofInts(Shape.scalar(), label);
    }
    if (options.labelMode == LabelMode.BINARY) {
      return Tensor.vector(label);
    }
    float[] row = new float[classNames.size()];
    row[label] = 1;
    return Tensor.vector(row);
  }
}
