// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.List;

/** Primitives that sort, read or write each line along the last axis independently. */
public sealed interface AlongAxis extends Primitive {

  /**
   * The int32 positions that sort the last axis. Equal elements keep their order; NaN counts as
   * largest.
   *
   * @param descending largest first
   */
  record ArgSort(boolean descending) implements AlongAxis {
    @Override
    public List<Type> infer(List<Type> in) {
      in.get(0).shape().axis(-1);
      return List.of(new Type(in.get(0).shape(), DType.INT32));
    }
  }

  /** Elements of the last axis of the first operand at the int32 positions in the second. */
  record Take() implements AlongAxis {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape lines = lines("takeAlong", in.get(0), in.get(1));
      return List.of(new Type(lines.insert(-1, in.get(1).shape().last()), in.get(0).dtype()));
    }
  }

  /**
   * Zeros with elements of the first operand added along the last axis at the int32 positions in
   * the second, in order.
   *
   * @param extent of the last axis of the result
   */
  record ScatterAdd(int extent) implements AlongAxis {
    @Override
    public List<Type> infer(List<Type> in) {
      Shape lines = lines("scatterAlong", in.get(0), in.get(1));
      if (!in.get(0).shape().accepts(in.get(1).shape())) {
        throw new ShapeException(
            "scatterAlong: expected a position for each element of "
                + in.get(0)
                + ", got "
                + in.get(1));
      }
      return List.of(Type.floats(lines.insert(-1, extent)));
    }
  }

  /** Returns the shape of the axes before the last, which both operands share. */
  private static Shape lines(String name, Type x, Type positions) {
    if (positions.dtype() != DType.INT32) {
      throw new IllegalArgumentException(name + " needs int32 positions, got " + positions);
    }
    Shape lines = x.shape().drop(-1);
    if (!lines.accepts(positions.shape().drop(-1))) {
      throw new ShapeException(
          "%s: positions %s do not match %s before the last axis".formatted(name, positions, x));
    }
    return lines.isKnown() ? lines : positions.shape().drop(-1);
  }
}
