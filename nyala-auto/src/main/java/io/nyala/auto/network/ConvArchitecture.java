// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import static io.nyala.auto.network.DenseArchitecture.rounded;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.conv2D;
import static io.nyala.layers.Layers.flatten;
import static io.nyala.layers.Layers.globalAveragePooling2D;
import static io.nyala.layers.Layers.maxPooling2D;
import static io.nyala.layers.Layers.randomFlip;
import static io.nyala.layers.Layers.randomTranslation;
import static io.nyala.layers.Layers.rescaling;

import io.nyala.doctor.Disease;
import io.nyala.layers.augmentation.RandomFlip;
import io.nyala.tensor.Shape;
import io.nyala.tune.space.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A small convolutional network over images, which are mirrored and shifted in training.
 *
 * @param size height and width of the images
 */
public record ConvArchitecture(int size) implements Architecture {
  /** Images seen in all epochs together. */
  private static final long MOST_ROWS_SEEN = 60_000;

  @Override
  public String describe() {
    return "small convolutional network";
  }

  @Override
  public Shape input() {
    return Shape.of(size, size, 3);
  }

  @Override
  public List<Piece> pieces(NetworkSettings s) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("rescaling(1 / 255.0)", () -> rescaling(1 / 255.0)));
    if (s.layers() == 0) {
      pieces.add(new Piece("flatten()", () -> flatten()));
      return pieces;
    }
    pieces.add(
        new Piece(
            "randomFlip(RandomFlip.Mode.HORIZONTAL)",
            () -> randomFlip(RandomFlip.Mode.HORIZONTAL)));
    pieces.add(new Piece("randomTranslation(0.1, 0.1)", () -> randomTranslation(0.1, 0.1)));
    for (int i = 0; i < s.layers(); i++) {
      int filters = s.units() << i;
      pieces.add(
          new Piece(
              "conv2D(%d, 3).padding(\"same\").activation(RELU)".formatted(filters),
              () -> conv2D(filters, 3).padding("same").activation(RELU)));
      if (s.normalized()) {
        pieces.add(new Piece("batchNormalization()", () -> batchNormalization()));
      }
      pieces.add(new Piece("maxPooling2D(2)", () -> maxPooling2D(2)));
    }
    pieces.add(new Piece("globalAveragePooling2D()", () -> globalAveragePooling2D()));
    Piece.addDropout(pieces, s.dropout());
    return pieces;
  }

  @Override
  public NetworkSettings safe(int rows, long seed) {
    int epochs = NetworkSettings.epochsFor(rows, MOST_ROWS_SEEN);
    return new NetworkSettings(
        3, 16, "relu", true, 0.2, 1e-3, 0, 32, epochs, NetworkSettings.patienceFor(epochs), seed);
  }

  @Override
  public Set<Disease> expected() {
    return UNPREPARED;
  }

  @Override
  public NetworkSettings propose(Hyperparameters hp, NetworkSettings safe) {
    return new NetworkSettings(
        hp.intRange("layers", 2, 4).value(),
        hp.intRange("units", 8, 32).step(2).log().value(),
        "relu",
        hp.bool("normalized").value(),
        rounded(hp.floatRange("dropout", 0, 0.5).step(0.1).value()),
        rounded(hp.floatRange("learning_rate", 5e-4, 5e-3).log().value()),
        hp.choice("weight_decay", 0.0, 1e-2).value(),
        safe.batch(),
        safe.epochs(),
        safe.patience(),
        safe.seed());
  }
}
