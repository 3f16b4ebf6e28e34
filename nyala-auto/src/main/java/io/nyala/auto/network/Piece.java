// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import static io.nyala.layers.Layers.RELU;
import static io.nyala.layers.Layers.dense;
import static io.nyala.layers.Layers.dropout;

import io.nyala.layers.base.Layer;
import java.util.List;
import java.util.function.Supplier;

/**
 * A layer, with the Java code that makes it: what is trained and what the written program says are
 * made in one place.
 *
 * @param code the code, such as {@code dense(32).activation(RELU)}
 * @param layer makes the layer
 */
public record Piece(String code, Supplier<? extends Layer> layer) {
  static Piece ofRelu(int units) {
    return new Piece(
        "dense(%d).activation(RELU)".formatted(units), () -> dense(units).activation(RELU));
  }

  /** Adds dropout, unless the rate is 0. */
  static void addDropout(List<Piece> pieces, double rate) {
    if (rate > 0) {
      pieces.add(new Piece("dropout(" + rate + ")", () -> dropout(rate)));
    }
  }
}
