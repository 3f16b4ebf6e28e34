// SPDX-License-Identifier: Apache-2.0
package io.nyala.io.tensorboard;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nyala.models.Model;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The layers of a model in the format from which TensorBoard draws them. */
final class ConceptualGraph {
  private ConceptualGraph() {}

  /**
   * Returns the output of Keras's {@code model.to_json()}, or null if Keras cannot represent the
   * model.
   */
  static String json(Model model) {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(model.toConfig());
    } catch (IllegalArgumentException e) {
      return null; // a custom layer or operation, which the graph of operations still shows
    } catch (IOException e) {
      throw new UncheckedIOException("unexpected: the target is in memory", e);
    }
  }
}
