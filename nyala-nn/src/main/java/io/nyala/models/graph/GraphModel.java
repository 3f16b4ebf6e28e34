// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

/** A layer that is a whole graph: a functional model, seen from those who read and write graphs. */
public interface GraphModel {
  /** Returns the graph. */
  FunctionalGraph graph();
}
