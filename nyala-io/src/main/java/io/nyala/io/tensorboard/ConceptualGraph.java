// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.models.Model;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The layers of a model in the form from which TensorBoard draws them. */
final class ConceptualGraph {
  private ConceptualGraph() {}

  /** Returns what Keras's {@code model.to_json()} gives, or null where Keras has no form for it. */
  static String json(Model model) {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(model.toConfig());
    } catch (IllegalArgumentException e) {
      return null; // an own layer or operation: the graph of operations still shows it
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
