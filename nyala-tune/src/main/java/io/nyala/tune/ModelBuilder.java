// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.Model;
import io.nyala.tune.space.Hyperparameters;

/** Builds the network of a trial. */
@FunctionalInterface
public interface ModelBuilder {
  /**
   * Returns a compiled model. Called once before the search, with the defaults, to learn the space;
   * then once in each training of a trial. Several threads may call at once.
   */
  Model build(Hyperparameters hp);
}
