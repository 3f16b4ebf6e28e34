// SPDX-License-Identifier: Apache-2.0
package io.nyala.spark;

import io.nyala.models.Model;
import io.nyala.models.serving.Decoding;
import io.nyala.models.serving.InputField;
import io.nyala.models.serving.NamedPredictor;
import io.nyala.tensor.Shape;
import java.util.List;

/** A model, with what its inputs and outputs are called. Used by all tasks of a JVM at once. */
final class Served {
  final Model model;
  final List<InputField> inputs;
  final List<String> outputs;

  Served(Model model) {
    NamedPredictor names = model.namedPredictor();
    this.model = model;
    this.inputs = names.inputs();
    this.outputs = names.outputs();
  }

  /** Returns the shape of a row of an output. */
  Shape row(int output) {
    return model.outputShapes().get(output).drop(0);
  }

  /** Returns what the numbers of an output mean, or null. */
  Decoding decoding(int output) {
    return model.decodings().get(outputs.get(output));
  }
}
