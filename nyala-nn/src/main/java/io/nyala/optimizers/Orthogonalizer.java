// SPDX-License-Identifier: Apache-2.0
package io.nyala.optimizers;

import io.nyala.graph.Graph;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.plan.cpu.CpuEngine;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;

/**
 * Brings the singular values of a matrix near 1 with a Newton-Schulz iteration of degree 5: {@code
 * X = a X + (b A + c A A) X} with {@code A = X X^T}.
 */
final class Orthogonalizer {
  private static final float EPSILON = 1e-7f;

  private final Execution execution;
  private final Tensor result;

  Orthogonalizer(Shape shape, int steps, double a, double b, double c) {
    Value in = Ops.input("matrix", shape);
    boolean tall = shape.dim(0) > shape.dim(1);
    Value x = tall ? Ops.transpose(in, 1, 0) : in;
    Value norm = Ops.sqrt(Ops.sum(Ops.square(x)));
    x = Ops.divide(x, Ops.add(norm, EPSILON));
    for (int i = 0; i < steps; i++) {
      Value square = Ops.matmul(x, x, false, true);
      Value fourth = Ops.matmul(square, square);
      Value both = Ops.add(Ops.multiply(square, (float) b), Ops.multiply(fourth, (float) c));
      x = Ops.add(Ops.multiply(x, (float) a), Ops.matmul(both, x));
    }
    Value y = tall ? Ops.transpose(x, 1, 0) : x;
    execution = CpuEngine.shared().compile(Graph.of(List.of(in), List.of(y))).newExecution();
    result = Tensor.zeros(shape);
  }

  /** Returns the result for the matrix at an offset; valid until the next call. */
  float[] of(float[] data, int at) {
    execution.input(0, data, at);
    execution.run();
    execution.output(0, result);
    return result.floats();
  }
}
