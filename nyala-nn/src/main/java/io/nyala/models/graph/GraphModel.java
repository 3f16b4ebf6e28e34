// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.graph;

/** A layer that is a whole graph: a functional model, as seen by readers and writers of graphs. */
public interface GraphModel {
  /** Returns the graph. */
  FunctionalGraph graph();
}
