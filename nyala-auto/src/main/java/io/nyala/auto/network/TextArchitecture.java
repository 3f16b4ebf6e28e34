// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import static io.nyala.auto.network.DenseArchitecture.rounded;
import static io.nyala.layers.Layers.unitNormalization;

import io.nyala.doctor.Disease;
import io.nyala.tensor.Shape;
import io.nyala.tune.space.Hyperparameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Dense layers over the TF-IDF weights of the words of a text, scaled to length 1 so that long and
 * short texts are alike.
 *
 * @param words the words of the vocabulary
 */
public record TextArchitecture(int words) implements Architecture {
  /** Texts seen in all epochs together. */
  private static final long MOST_ROWS_SEEN = 300_000;

  @Override
  public String describe() {
    return "dense network over TF-IDF weights";
  }

  @Override
  public Shape input() {
    return Shape.of(words);
  }

  @Override
  public List<Piece> pieces(NetworkSettings s) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("unitNormalization()", () -> unitNormalization()));
    for (int i = 0; i < s.layers(); i++) {
      Piece.addDropout(pieces, s.dropout());
      pieces.add(Piece.ofRelu(s.units()));
    }
    if (s.layers() > 0) {
      Piece.addDropout(pieces, s.dropout());
    }
    return pieces;
  }

  @Override
  public NetworkSettings safe(int rows, long seed) {
    int epochs = Math.min(NetworkSettings.epochsFor(rows, MOST_ROWS_SEEN), 60);
    return new NetworkSettings(
        1, 64, "relu", false, 0.3, 2e-3, 0, rows < 5_000 ? 32 : 128, epochs, 3, seed);
  }

  /** The weights of a text of length 1 are small, so those of the model must become large. */
  @Override
  public List<NetworkSettings> linear(NetworkSettings safe) {
    return List.of(safe.linear(3e-2, 0), safe.linear(3e-2, 1e-3), safe.linear(1e-2, 0));
  }

  @Override
  public Set<Disease> expected() {
    return UNPREPARED;
  }

  @Override
  public NetworkSettings propose(Hyperparameters hp, NetworkSettings safe) {
    return new NetworkSettings(
        hp.intRange("layers", 1, 2).value(),
        hp.intRange("units", 16, 128).step(2).log().value(),
        "relu",
        false,
        rounded(hp.floatRange("dropout", 0, 0.6).step(0.1).value()),
        rounded(hp.floatRange("learning_rate", 5e-4, 1e-2).log().value()),
        hp.choice("weight_decay", 0.0, 1e-2, 1e-1).value(),
        safe.batch(),
        safe.epochs(),
        safe.patience(),
        safe.seed());
  }
}
