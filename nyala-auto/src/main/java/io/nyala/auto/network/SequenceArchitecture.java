// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import static io.nyala.auto.network.DenseArchitecture.rounded;
import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.conv1D;
import static io.nyala.layers.Layers.embedding;
import static io.nyala.layers.Layers.globalAveragePooling1D;
import static io.nyala.layers.Layers.globalMaxPooling1D;

import io.nyala.doctor.Disease;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tune.space.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A small convolutional network over the word vectors of a text, which it learns.
 *
 * @param length the words of a text
 * @param words the words of the vocabulary
 */
public record SequenceArchitecture(int length, int words) implements Architecture {
  private static final int DIMENSION = 64;

  /** Texts seen in all epochs together. */
  private static final long MOST_ROWS_SEEN = 500_000;

  @Override
  public String describe() {
    return "convolutional network over word vectors";
  }

  @Override
  public Shape input() {
    return Shape.of(length);
  }

  @Override
  public DType dtype() {
    return DType.INT32;
  }

  @Override
  public List<Piece> pieces(NetworkSettings s) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(
        new Piece(
            "embedding(%d, %d)".formatted(words, DIMENSION), () -> embedding(words, DIMENSION)));
    if (s.layers() == 0) {
      pieces.add(new Piece("globalAveragePooling1D()", () -> globalAveragePooling1D()));
      return pieces;
    }
    pieces.add(
        new Piece(
            "conv1D(%d, 5).activation(RELU)".formatted(s.units()),
            () -> conv1D(s.units(), 5).activation(RELU)));
    pieces.add(new Piece("globalMaxPooling1D()", () -> globalMaxPooling1D()));
    for (int i = 1; i < s.layers(); i++) {
      pieces.add(Piece.ofRelu(s.units()));
    }
    Piece.addDropout(pieces, s.dropout());
    return pieces;
  }

  @Override
  public NetworkSettings safe(int rows, long seed) {
    int epochs = Math.clamp(MOST_ROWS_SEEN / rows, 3, 20);
    return new NetworkSettings(2, 64, "relu", false, 0.3, 1e-3, 0, 128, epochs, 2, seed);
  }

  @Override
  public Set<Disease> expected() {
    return UNPREPARED;
  }

  @Override
  public NetworkSettings propose(Hyperparameters hp, NetworkSettings safe) {
    return new NetworkSettings(
        hp.intRange("layers", 1, 2).value(),
        hp.intRange("units", 32, 128).step(2).log().value(),
        "relu",
        false,
        rounded(hp.floatRange("dropout", 0, 0.5).step(0.1).value()),
        rounded(hp.floatRange("learning_rate", 5e-4, 5e-3).log().value()),
        hp.choice("weight_decay", 0.0, 1e-2).value(),
        safe.batch(),
        safe.epochs(),
        safe.patience(),
        safe.seed());
  }
}
