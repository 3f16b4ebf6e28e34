// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto;

import io.nyala.auto.data.PhotoMaterial;
import io.nyala.auto.data.Trunk;
import io.nyala.auto.facts.AutoDecision;
import io.nyala.auto.facts.AutoException;
import io.nyala.auto.network.Architecture;
import io.nyala.auto.network.ConvArchitecture;
import io.nyala.auto.network.DenseArchitecture;
import io.nyala.auto.network.Head;
import io.nyala.auto.network.Training;
import io.nyala.auto.program.PhotoProgram;
import io.nyala.settings.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Trains a network that tells photos apart, without further questions: {@code
 * AutoPhotos.of(folder).trunk("mobilenet_v2").minutes(2).train()}. The folder has a folder of
 * photos for each class.
 *
 * <p>With a pretrained trunk a head is trained on its features; otherwise a small convolutional
 * network learns from the pixels.
 */
public final class AutoPhotos extends AutoOptions<AutoPhotos> {
  private static final int SIZE = 64;
  private static final Pattern PHOTO = Pattern.compile("(?i).*\\.(jpe?g|png|bmp|gif)");

  private final Path photos;
  private Path validation;
  private Path test;
  private String trunk;
  private Double alpha;
  private Path weights;

  private AutoPhotos(Path photos) {
    this.photos = Arguments.given("photos", photos);
  }

  /** Begins with a folder. */
  public static AutoPhotos of(Path photos) {
    return new AutoPhotos(photos);
  }

  /** Returns whether a folder has folders of images. */
  public static boolean isFolderOfPhotos(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.anyMatch(
          file ->
              file.getNameCount() > folder.getNameCount() + 1
                  && PHOTO.matcher(file.getFileName().toString()).matches());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the folder of the validation photos; by default they are taken from the folder. */
  public AutoPhotos validation(Path folder) {
    this.validation = Arguments.given("validation", folder);
    return this;
  }

  /** Sets the folder of the test photos; by default they are taken from the folder. */
  public AutoPhotos test(Path folder) {
    this.test = Arguments.given("test", folder);
    return this;
  }

  /**
   * Sets the pretrained network; none by default.
   *
   * @param name one of {@link io.nyala.zoo.Zoo#names}
   */
  public AutoPhotos trunk(String name) {
    this.trunk = Arguments.given("trunk", name);
    return this;
  }

  /** Sets the width of a MobileNet. */
  public AutoPhotos alpha(double width) {
    this.alpha = width;
    return this;
  }

  /** Sets the file of the trunk's weights; by default the published ones, downloaded once. */
  public AutoPhotos weights(Path file) {
    this.weights = Arguments.given("weights", file);
    return this;
  }

  @Override
  AutoPhotos self() {
    return this;
  }

  /**
   * Trains.
   *
   * @throws AutoException if there are weights or a width but no trunk, or nothing can be learned
   *     from the photos
   * @throws io.nyala.data.DataException if a folder has no photos
   */
  public AutoResult train() {
    if (trunk == null && (weights != null || alpha != null)) {
      throw new AutoException(
          "weights and alpha belong to a pretrained network; set its trunk too");
    }
    begin();
    Trunk network = trunk == null ? null : new Trunk(trunk, alpha, weights);
    int size = network == null ? SIZE : network.size();
    PhotoMaterial.Given given =
        new PhotoMaterial.Given(photos, validation, test, network, size, seed());
    PhotoMaterial material = new PhotoMaterial(given);
    List<AutoDecision> decisions = decisions(material, given);
    decisions.forEach(this::say);
    Architecture architecture =
        network == null
            ? new ConvArchitecture(size)
            : new DenseArchitecture(material.train().x().shape().last());
    Training training =
        new Training(
            architecture,
            new Head(material.target().task(), material.target().outputs()),
            material.train(),
            material.validation());
    return search(
        photos.toString(),
        material,
        training,
        decisions,
        settings -> PhotoProgram.of(given, training, settings));
  }

  private static List<AutoDecision> decisions(PhotoMaterial material, PhotoMaterial.Given given) {
    List<AutoDecision> decisions = new ArrayList<>();
    decisions.add(
        new AutoDecision(
            "task",
            "classes " + String.join(", ", material.target().classes()),
            "each is a folder of photos"));
    decisions.add(
        new AutoDecision(
            "split",
            "%,d photos for training, %,d for validation, %,d for the test"
                .formatted(
                    material.train().rows(), material.validation().rows(), material.test().rows()),
            given.heldOut() == 0 ? "as given" : "drawn at random"));
    if (material.skipped() > 0) {
      decisions.add(
          new AutoDecision("files", material.skipped() + " skipped", "they cannot be read"));
    }
    decisions.add(
        given.trunk() == null
            ? new AutoDecision(
                "network",
                "a small convolutional network on %d x %d pixels"
                    .formatted(given.size(), given.size()),
                "no pretrained network is given; one sees much more, such as --trunk mobilenet_v2")
            : new AutoDecision(
                "network",
                "a head on the features of " + given.trunk().name(),
                "a pretrained network knows edges, textures and parts of things already"));
    return decisions;
  }
}
