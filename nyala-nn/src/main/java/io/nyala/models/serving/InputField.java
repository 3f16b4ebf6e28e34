// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.serving;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;

/**
 * A named input of a model.
 *
 * @param name the name
 * @param type its type, with an unknown batch size
 * @param mayBeMissing whether the model is prepared for missing values
 */
public record InputField(String name, Type type, boolean mayBeMissing) {
  /** Returns whether a row has a single value. */
  boolean isSingle() {
    return row().isKnown() && row().size() == 1;
  }

  /** Returns the shape of a row. */
  Shape row() {
    return type.shape().drop(0);
  }

  /** Describes what is expected, such as {@code a number} or {@code texts (3,)}. */
  String expected() {
    String one =
        switch (type.dtype()) {
          case FLOAT32 -> "number";
          case INT32 -> "integer";
          case BOOL -> "boolean";
          case STRING -> "text";
        };
    String article = type.dtype() == DType.INT32 ? "an " : "a ";
    return (isSingle() ? article + one : one + "s " + row())
        + (mayBeMissing ? ", may be missing" : "");
  }

  @Override
  public String toString() {
    return name + ": " + expected();
  }
}
