// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.tensor.Tensor;

/**
 * A layer of the program that can also be computed before it, on data, where a {@link HostLayer}
 * needs its output.
 */
public interface OnData {
  /** Returns whether its settings allow this. */
  boolean worksOnData();

  /** Computes the output, as the program does. */
  Tensor ofData(Tensor input);
}
