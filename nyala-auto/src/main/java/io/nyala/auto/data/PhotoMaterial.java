// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.data;

import static io.nyala.data.images.ImageOptions.images;
import static io.nyala.layers.Layers.input;

import io.nyala.auto.facts.AutoException;
import io.nyala.data.Examples;
import io.nyala.data.images.ImageDirectory;
import io.nyala.data.images.ImageOptions;
import io.nyala.data.split.TrainValidationTest;
import io.nyala.data.streams.Dataset;
import io.nyala.models.Model;
import io.nyala.ops.Value;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.transfer.Transfer;
import java.nio.file.Path;
import java.util.List;

/**
 * Photos in a folder for each class: the features that a pretrained network sees in them, or their
 * pixels.
 */
public final class PhotoMaterial implements Material {
  /** The part of a folder that is held out if validation or test photos must come from it. */
  public static final double HELD_OUT = 0.15;

  private final Target target;
  private final Transfer transfer;
  private final int size;
  private final TrainValidationTest examples;
  private final int skipped;

  /**
   * Where photos are.
   *
   * @param photos the folder, or that of the training photos
   * @param validation the folder of the validation photos, or null
   * @param test the folder of the test photos, or null
   * @param trunk the pretrained network, or null to learn from pixels
   * @param size height and width to which photos are resized
   * @param seed the seed of the split
   */
  public record Given(Path photos, Path validation, Path test, Trunk trunk, int size, long seed) {
    /** Returns the part that is held out of the folder. */
    public double heldOut() {
      return (validation == null ? HELD_OUT : 0) + (test == null ? HELD_OUT : 0);
    }
  }

  /**
   * Reads all photos.
   *
   * @throws io.nyala.data.DataException if a folder has no photos
   * @throws AutoException if there is one class only, or folders have different classes
   */
  public PhotoMaterial(Given given) {
    this.size = given.size();
    ImageOptions options = options(given).validationSplit(given.heldOut());
    ImageDirectory photos = ImageDirectory.imageDatasetFromDirectory(given.photos(), options);
    List<String> classes = photos.classNames();
    if (classes.size() < 2) {
      throw new AutoException(
          "%s: one folder of photos for each class is needed, there is only %s"
              .formatted(given.photos(), classes));
    }
    this.target = Target.ofClasses("class", classes);
    this.transfer = given.trunk() == null ? null : given.trunk().network().head(2);
    Examples train = read(photos.training());
    Examples held = given.heldOut() > 0 ? read(photos.validation()) : null;
    int half = given.validation() != null || held == null ? 0 : held.rows();
    half = given.test() == null ? half / 2 : half;
    this.examples =
        new TrainValidationTest(
            train,
            given.validation() == null
                ? held.range(0, half)
                : read(given, given.validation(), classes),
            given.test() == null
                ? held.range(half, held.rows())
                : read(given, given.test(), classes));
    this.skipped = photos.skipped().size();
  }

  private static ImageOptions options(Given given) {
    return images().imageSize(given.size(), given.size()).upright().seed(given.seed());
  }

  private Examples read(Given given, Path folder, List<String> classes) {
    ImageDirectory photos =
        ImageDirectory.imageDatasetFromDirectory(folder, options(given).shuffle(false));
    if (!photos.classNames().equals(classes)) {
      throw new AutoException(
          "%s has the classes %s, but %s has %s"
              .formatted(folder, photos.classNames(), given.photos(), classes));
    }
    return read(photos.training());
  }

  private Examples read(Dataset photos) {
    return transfer == null ? Examples.all(photos) : transfer.features(photos);
  }

  /** Returns the number of files that could not be read. */
  public int skipped() {
    return skipped;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public TrainValidationTest examples() {
    return examples;
  }

  @Override
  public Model served(Model network) {
    network.named(target.outputName());
    Value image = input("image", size, size, 3);
    Value seen = transfer == null ? image : transfer.extractor().apply(image);
    return target.decoded(Model.of(image, network.apply(seen)));
  }

  /** Photos have no columns. */
  @Override
  public List<String> parts() {
    return List.of();
  }

  @Override
  public Tensor shuffled(int part, int[] order) {
    throw new IndexOutOfBoundsException("photos have no columns");
  }
}
