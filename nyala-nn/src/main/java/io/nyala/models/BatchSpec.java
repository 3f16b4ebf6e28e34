// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.ops.Type;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program must be compiled for.
 *
 * @param rows the batch
 * @param x types of the inputs, with the batch
 * @param y types of the targets, with the batch
 * @param weights shapes of the sample weights, one for each output, or none
 */
record BatchSpec(int rows, List<Type> x, List<Type> y, List<Shape> weights) {
  /** Returns everything that is given to a program: inputs, targets, sample weights. */
  List<Type> all() {
    List<Type> all = new ArrayList<>(x);
    all.addAll(y);
    weights.forEach(s -> all.add(Type.floats(s)));
    return all;
  }
}
