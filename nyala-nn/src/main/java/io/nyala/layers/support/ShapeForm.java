// SPDX-License-Identifier: Apache-2.0
package io.nyala.layers.support;

import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes in the form used by layer settings. */
public final class ShapeForm {
  private ShapeForm() {}

  /** Returns a list of numbers, one per axis. */
  public static List<Integer> list(int... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** Returns the dimensions, with null for unknown ones. */
  public static List<Integer> of(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int d : shape.dims()) {
      dims.add(d == Shape.UNKNOWN ? null : d);
    }
    return dims;
  }
}
