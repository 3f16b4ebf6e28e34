// SPDX-License-Identifier: Apache-2.0
package io.nyala.auto.network;

import io.nyala.doctor.Disease;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tune.space.Hyperparameters;
import java.util.List;
import java.util.Set;

/** A kind of network. */
public interface Architecture {
  /** What the doctor says of words and pixels as they are. */
  Set<Disease> UNPREPARED =
      Set.of(Disease.UNSCALED_INPUTS, Disease.CONSTANT_FEATURES, Disease.DUPLICATED_FEATURES);

  /** Returns a few words for tables and programs, such as {@code dense network}. */
  String describe();

  /** Returns the shape of an input without the batch axis. */
  Shape input();

  /** Returns the element type of an input. */
  default DType dtype() {
    return DType.FLOAT32;
  }

  /** Returns all layers but the last. */
  List<Piece> pieces(NetworkSettings settings);

  /**
   * Returns settings that seldom fail, with which a search begins.
   *
   * @param rows training rows
   */
  NetworkSettings safe(int rows, long seed);

  /** Returns settings of a few linear models; the best one is the baseline. */
  default List<NetworkSettings> linear(NetworkSettings safe) {
    return List.of(
        safe.linear(1e-2, 0),
        safe.linear(1e-3, 0),
        safe.linear(1e-2, 1e-2),
        safe.linear(1e-2, 0.3));
  }

  /** Returns what the doctor says of every input of this kind, though nothing is wrong. */
  default Set<Disease> expected() {
    return Set.of();
  }

  /** Returns settings that a search proposes. */
  NetworkSettings propose(Hyperparameters hp, NetworkSettings safe);
}
