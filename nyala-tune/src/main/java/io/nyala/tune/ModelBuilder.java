// SPDX-License-Identifier: Apache-2.0
package io.nyala.tune;

import io.nyala.models.Model;
import io.nyala.tune.space.Hyperparameters;
import java.io.Serializable;

/** Builds the network of a trial. */
@FunctionalInterface
public interface ModelBuilder extends Serializable {
  /**
   * Returns a compiled model. Called once before the search with the default values, to determine
   * the space, and then once per training. May be called by several threads at once.
   */
  Model build(Hyperparameters hp);
}
