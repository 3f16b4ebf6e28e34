// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import static io.nyala.layers.Layers.batchNormalization;
import static io.nyala.layers.Layers.dense;

import io.nyala.doctor.Disease;
import io.nyala.tensor.Shape;
import io.nyala.tune.space.Hyperparameters;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Dense layers over a row of numbers.
 *
 * @param width the numbers in a row
 */
public record DenseArchitecture(int width) implements Architecture {
  /** Rows seen in all epochs together. */
  private static final long MOST_ROWS_SEEN = 4_000_000;

  @Override
  public String describe() {
    return "dense network";
  }

  @Override
  public Shape input() {
    return Shape.of(width);
  }

  @Override
  public List<Piece> pieces(NetworkSettings s) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < s.layers(); i++) {
      pieces.add(
          new Piece(
              "dense(%d).activation(%s)"
                  .formatted(s.units(), s.activation().toUpperCase(Locale.ROOT)),
              () -> dense(s.units()).activation(s.activation())));
      if (s.normalized()) {
        pieces.add(new Piece("batchNormalization()", () -> batchNormalization()));
      }
      Piece.addDropout(pieces, s.dropout());
    }
    return pieces;
  }

  @Override
  public NetworkSettings safe(int rows, long seed) {
    int units = width <= 16 ? 32 : width <= 64 ? 64 : 128;
    int epochs = NetworkSettings.epochsFor(rows, MOST_ROWS_SEEN);
    return new NetworkSettings(
        rows < 500 ? 1 : 2,
        units,
        "relu",
        false,
        rows < 2_000 || width > 64 ? 0.2 : 0.0,
        1e-3,
        0,
        rows < 20_000 ? 32 : rows < 100_000 ? 128 : 512,
        epochs,
        NetworkSettings.patienceFor(epochs),
        seed);
  }

  /** A place for unknown categories is empty in the training rows. */
  @Override
  public Set<Disease> expected() {
    return Set.of(Disease.CONSTANT_FEATURES);
  }

  @Override
  public NetworkSettings propose(Hyperparameters hp, NetworkSettings safe) {
    return new NetworkSettings(
        hp.intRange("layers", 1, 4).value(),
        hp.intRange("units", 16, 256).step(2).log().value(),
        hp.choice("activation", "relu", "gelu", "tanh").value(),
        hp.bool("normalized").value(),
        rounded(hp.floatRange("dropout", 0, 0.5).step(0.1).value()),
        rounded(hp.floatRange("learning_rate", 3e-4, 1e-2).log().value()),
        hp.choice("weight_decay", 0.0, 1e-3, 1e-2, 1e-1).value(),
        hp.choice("batch", safe.batch(), 2 * safe.batch(), 4 * safe.batch()).value(),
        safe.epochs(),
        safe.patience(),
        safe.seed());
  }

  /** Two digits are enough, and the written program is easier to read. */
  static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(2)).doubleValue();
  }
}
