// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.program;

import io.nyala.auto.data.Literals;
import io.nyala.auto.data.PhotoMaterial;
import io.nyala.auto.data.Trunk;
import io.nyala.auto.network.NetworkSettings;
import io.nyala.auto.network.Training;

/** Writes the program that trains on photos. */
public final class PhotoProgram {
  private PhotoProgram() {}

  /** Returns the program. */
  public static String of(PhotoMaterial.Given given, Training training, NetworkSettings settings) {
    SourceText source = new SourceText();
    Trunk trunk = given.trunk();
    if (trunk != null) {
      source.add("Transfer transfer = %s.head(2);".formatted(network(trunk)));
    }
    source.add(options(given));
    source.add(
        "ImageDirectory photos =",
        "    ImageDirectory.imageDatasetFromDirectory(",
        "        Path.of(%s), options.validationSplit(%s));"
            .formatted(Literals.of(given.photos().toString()), given.heldOut()));
    String read = trunk == null ? "Examples.all(%s)" : "transfer.features(%s)";
    source.add("Examples train = " + read.formatted("photos.training()") + ";");
    if (given.validation() == null) {
      source.add("Examples val = " + read.formatted("photos.validation()") + ";");
      if (given.test() == null) {
        source.add("val = val.range(0, val.rows() / 2); // the other half is for the test");
      }
    } else {
      source.add(options(given).replace("ImageOptions options", "options"));
      source.add(
          "ImageDirectory others =",
          "    ImageDirectory.imageDatasetFromDirectory(",
          "        Path.of(%s), options.shuffle(false));"
              .formatted(Literals.of(given.validation().toString())));
      source.add("Examples val = " + read.formatted("others.training()") + ";");
    }
    source.add("Tensor trainX = train.x();", "Tensor trainY = train.y();");
    source.add("Tensor valX = val.x();", "Tensor valY = val.y();");
    source.gap();
    NetworkCode.into(source, training, settings);
    source.gap();
    source.add(
        "network.named(\"class\");",
        "Value image = input(\"image\", %d, %d, 3);".formatted(given.size(), given.size()),
        "Model model =",
        "    Model.of(image, network.apply(%s));"
            .formatted(trunk == null ? "image" : "transfer.extractor().apply(image)"),
        "model.decode(Decoding.classes(photos.classNames()));");
    source.add("ModelFiles.save(model, Path.of(args.length > 0 ? args[0] : \"model.keras\"));");
    return source.file(
        "Trains the model that tells photos apart.\nIt is written to the file that is given, or to model.keras.");
  }

  private static String options(PhotoMaterial.Given given) {
    return "ImageOptions options = images().imageSize(%d, %d).upright().seed(%s);"
        .formatted(given.size(), given.size(), NetworkCode.number(given.seed()));
  }

  private static String network(Trunk trunk) {
    String name = Literals.of(trunk.name());
    String network =
        trunk.alpha() == null
            ? "Zoo.named(%s)".formatted(name)
            : "Zoo.named(%s, %s)".formatted(name, trunk.alpha());
    return network
        + (trunk.weights() == null
            ? ".weights(IMAGENET)"
            : ".weights(Path.of(%s))".formatted(Literals.of(trunk.weights().toString())));
  }
}
