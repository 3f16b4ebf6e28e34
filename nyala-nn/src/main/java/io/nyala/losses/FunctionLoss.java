// SPDX-License-Identifier: Apache-2.0
package io.nyala.losses;

import io.nyala.ops.Value;
import io.nyala.settings.Arguments;
import io.nyala.tensor.Shape;
import java.util.function.BinaryOperator;

/** A custom loss, given as a function of targets and predictions. */
final class FunctionLoss extends Loss {
  private final BinaryOperator<Value> function;

  FunctionLoss(String name, BinaryOperator<Value> function) {
    super(name);
    this.function = Arguments.given(name + ": function", function);
  }

  @Override
  protected Value values(Value yTrue, Value yPred) {
    return function.apply(yTrue, yPred);
  }

  @Override
  public void checkShapes(Shape yTrue, Shape yPred) {
    // Only the function knows which shapes match.
  }

  @Override
  public String className() {
    return name();
  }
}
