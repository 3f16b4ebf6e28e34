// SPDX-License-Identifier: Apache-2.0
package io.nyala.zoo.transfer;

import static io.nyala.data.images.ImageDirectory.imageDatasetFromDirectory;
import static io.nyala.data.images.ImageOptions.images;
import static io.nyala.losses.Losses.binaryCrossentropy;
import static io.nyala.metrics.Metrics.accuracy;
import static io.nyala.models.FitOptions.fit;
import static io.nyala.optimizers.Optimizers.rmsprop;
import static io.nyala.optimizers.Optimizers.sgd;
import static io.nyala.zoo.networks.TrainedOn.IMAGENET;
import static org.assertj.core.api.Assertions.assertThat;

import io.nyala.data.Examples;
import io.nyala.data.images.ImageAugmentation;
import io.nyala.data.images.ImageDirectory;
import io.nyala.data.images.Images;
import io.nyala.data.images.LabelMode;
import io.nyala.data.streams.Dataset;
import io.nyala.io.ModelFiles;
import io.nyala.models.Model;
import io.nyala.saving.LoadedWeights;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.zoo.ClassNames;
import io.nyala.zoo.ClassNames.Prediction;
import io.nyala.zoo.Zoo;
import io.nyala.zoo.networks.MobileNetV2;
import io.nyala.zoo.networks.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/transfer.md}, run. */
class TransferPageTest {
  @TempDir Path folder;

  @BeforeEach
  void photos() throws IOException {
    for (int i = 0; i < 4; i++) {
      Path kind = Files.createDirectories(folder.resolve("photos").resolve(i < 2 ? "cat" : "dog"));
      Images.save(kind.resolve(i + ".png"), Tensor.full(Shape.of(8, 8, 3), 20 * i));
    }
    ModelFiles.save(Zoo.mobileNetV2().alpha(0.35).build(), folder.resolve("trunk.h5"));
  }

  @Test
  void the_page() {
    Path file = folder.resolve("trunk.h5");

    // snippet:transfer-model
    Transfer transfer = Zoo.mobileNetV2().alpha(0.35).weights(file).head(2);
    // end:transfer-model

    // snippet:transfer-head
    transfer =
        Zoo.mobileNetV2().alpha(0.35).weights(file).head(Head.of(2).hidden(1024).dropout(0.5));
    // end:transfer-head

    // snippet:transfer-features
    ImageDirectory photos =
        imageDatasetFromDirectory(
            folder.resolve("photos"), images().imageSize(224, 224).labelMode(LabelMode.BINARY));
    Examples features = transfer.features(photos, folder.resolve("cache"));

    transfer.head().compile(rmsprop(0.001), binaryCrossentropy(), accuracy());
    transfer.head().fit(features.x(), features.y(), fit().epochs(10));
    // end:transfer-features

    // snippet:transfer-fine
    transfer.unfreezeFrom("block_14_expand").freezeStatistics();
    transfer.model().compile(sgd(1e-4).momentum(0.9), binaryCrossentropy(), accuracy());
    ImageAugmentation change =
        new ImageAugmentation().widthShift(0.1).heightShift(0.1).horizontalFlip();
    Dataset changed = photos.training().mapRandom(1, change).prefetch(2);
    transfer.model().fit(changed, fit().epochs(4));
    // end:transfer-fine

    Path saved = folder.resolve("pets.keras");
    Tensor photo = Tensor.full(Shape.of(1, 224, 224, 3), 100);
    // snippet:transfer-save
    ModelFiles.save(transfer.model(), saved);
    Model pets = ModelFiles.load(saved);
    Tensor dog = pets.predict(photo); // pixels from 0 to 255
    // end:transfer-save
    assertThat(dog).isEqualTo(transfer.model().predict(photo));

    // snippet:transfer-partial
    Model other = Zoo.mobileNetV2().alpha(0.35).classes(5).build();
    LoadedWeights report = ModelFiles.loadMatchingWeights(other, file);
    System.out.println(report); // what was loaded, and what was not and why
    // end:transfer-partial
    assertThat(report.kept()).hasSize(2);
  }

  /** Nothing is downloaded here: the network is not built, and the names are in a file. */
  @Test
  void published_weights() throws IOException {
    // snippet:transfer-published
    MobileNetV2 network = Zoo.mobileNetV2().alpha(0.35).weights(IMAGENET);
    // end:transfer-published
    assertThat(network.preprocessing()).isEqualTo(Preprocessing.TF);

    Path file = folder.resolve("index.json");
    Files.writeString(file, "{\"0\": [\"n0\", \"tench\"], \"1\": [\"n1\", \"goldfish\"]}");
    Tensor predicted = Tensor.of(Shape.of(1, 2), 0.25f, 0.75f);
    // snippet:transfer-decode
    ClassNames names = ClassNames.read(file); // or ClassNames.of(IMAGENET, cache)
    for (Prediction each : names.decode(predicted, 5).getFirst()) {
      System.out.printf("%.3f %s%n", each.probability(), each.name());
    }
    // end:transfer-decode
    assertThat(names.decode(predicted, 1).getFirst().getFirst().name()).isEqualTo("goldfish");
  }
}
