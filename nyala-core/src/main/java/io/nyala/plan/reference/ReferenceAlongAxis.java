// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.reference;

import io.nyala.ops.AlongAxis;
import io.nyala.ops.Node;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Operations along the last axis, line by line. */
final class ReferenceAlongAxis {
  private ReferenceAlongAxis() {}

  static double[] evaluate(AlongAxis op, Node node, List<double[]> in) {
    double[] x = in.get(0);
    double[] y = new double[node.output(0).shape().size()];
    int wide = node.input(0).shape().last();
    int columns = node.output(0).shape().last();
    for (int row = 0; row < (wide == 0 ? 0 : x.length / wide); row++) {
      int from = row * wide;
      int to = row * columns;
      switch (op) {
        case AlongAxis.ArgSort s -> {
          // Double.compare treats NaN as largest, but distinguishes -0 from +0.
          Comparator<Integer> order = Comparator.comparingDouble(i -> x[from + i] + 0.0);
          int[] positions =
              IntStream.range(0, wide)
                  .boxed()
                  .sorted(s.descending() ? order.reversed() : order)
                  .mapToInt(i -> i)
                  .toArray();
          for (int i = 0; i < wide; i++) {
            y[to + i] = positions[i];
          }
        }
        case AlongAxis.Take t -> {
          for (int i = 0; i < columns; i++) {
            y[to + i] = x[from + ReferenceOps.checked(in.get(1)[to + i], wide)];
          }
        }
        case AlongAxis.ScatterAdd s -> {
          for (int i = 0; i < wide; i++) {
            y[to + ReferenceOps.checked(in.get(1)[from + i], columns)] += x[from + i];
          }
        }
      }
    }
    return y;
  }
}
