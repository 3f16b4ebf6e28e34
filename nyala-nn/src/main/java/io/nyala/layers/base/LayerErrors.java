// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.base;

import io.nyala.ops.Value;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import java.util.List;

/** Errors of layers, with the name of the layer and the shapes of its inputs. */
final class LayerErrors {
  private LayerErrors() {}

  /** Adds a layer and its inputs to a message, once. */
  static ShapeException located(Layer layer, ShapeException e, List<Shape> shapes) {
    if (e instanceof LayerShapeException) {
      return e;
    }
    return new LayerShapeException(
        "%s (%s) on input %s: %s"
            .formatted(
                layer.name(),
                layer.className(),
                shapes.size() == 1 ? shapes.get(0) : shapes,
                e.getMessage()),
        e);
  }

  /** Rejects strings, unless the layer takes them. */
  static void requireNumbers(Layer layer, List<Value> inputs) {
    if (!layer.takesStrings() && inputs.stream().anyMatch(v -> v.dtype() == DType.STRING)) {
      throw located(
          layer,
          new ShapeException(
              "expected numbers, got strings; put a layer before it that turns text into numbers,"
                  + " such as TextVectorization, StringLookup or Hashing of nyala-features"),
          inputs.stream().map(Value::shape).toList());
    }
  }

  private static final class LayerShapeException extends ShapeException {
    private static final long serialVersionUID = 1L;

    LayerShapeException(String message, ShapeException cause) {
      super(message);
      initCause(cause);
    }
  }
}
