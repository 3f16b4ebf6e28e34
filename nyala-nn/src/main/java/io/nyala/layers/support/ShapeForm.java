// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes as settings of layers have them. */
public final class ShapeForm {
  private ShapeForm() {}

  /** Returns numbers of which there is one for each axis. */
  public static List<Integer> list(int... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** Returns the extents with null for an unknown one. */
  public static List<Integer> of(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int d : shape.dims()) {
      dims.add(d == Shape.UNKNOWN ? null : d);
    }
    return dims;
  }
}
