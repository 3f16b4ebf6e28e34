// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import java.util.Set;
import java.util.TreeSet;

/** What Keras has cases for and this library does not have yet. Shrinks; never grows. */
final class Pending {
  /** Layers of nyala-features, whose KerasTextLayersTest runs their cases. */
  private static final String FEATURES = "Hashing StringLookup TextVectorization";

  private static final String OPTIMIZERS = "LossScaleOptimizer";

  private Pending() {}

  /** Returns kinds and names, for example {@code layer Conv2D}. */
  static Set<String> all() {
    Set<String> all = new TreeSet<>();
    add(all, "layer", FEATURES);
    add(all, "optimizer", OPTIMIZERS);
    return all;
  }

  private static void add(Set<String> all, String kind, String names) {
    for (String name : names.strip().split("\\s+")) {
      all.add(kind + " " + name);
    }
  }
}
