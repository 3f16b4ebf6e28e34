// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan;

import io.nyala.graph.Graph;

/** Compiles graphs into programs. An implementation may target another kind of processor. */
public interface Engine {
  /**
   * Compiles a graph whose shapes are all known.
   *
   * @throws io.nyala.tensor.ShapeException if a shape is unknown
   */
  Program compile(Graph graph);
}
