// SPDX-License-Identifier: Apache-2.0
package io.nyala.testing;

import io.nyala.grad.Gradients;
import io.nyala.graph.Graph;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.reference.ReferenceEngine;
import io.nyala.plan.reference.ReferenceExecution;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Compares gradients with central differences, in double precision on the reference engine.
 *
 * <p>The scalar that is differentiated is the dot product of the outputs with random cotangents, so
 * that errors of single elements cannot cancel. Small operands (up to 64 elements) are checked in
 * every coordinate, larger ones along random directions. Avoid points where the function is not
 * differentiable.
 */
public final class GradientCheck {
  private static final double EPSILON = 1e-5;
  private static final double TOLERANCE = 1e-6;
  private static final int ALL_COORDINATES = 64;
  private static final int DIRECTIONS = 3;

  private GradientCheck() {}

  /**
   * Checks a function of float tensors with respect to all of them.
   *
   * @throws AssertionError naming the operand, the coordinate and both derivatives
   */
  public static void check(Function<List<Value>, Value> function, Tensor... at) {
    checkAll(in -> List.of(function.apply(in)), List.of(at));
  }

  /**
   * Checks a function with several results. Integer and boolean operands are passed but not
   * differentiated.
   */
  public static void checkAll(Function<List<Value>, List<Value>> function, List<Tensor> at) {
    List<Value> inputs = new ArrayList<>();
    for (Tensor t : at) {
      inputs.add(Node.apply(new Leaf.Input("x" + inputs.size(), typeOf(t))));
    }
    List<Value> floats = inputs.stream().filter(v -> v.dtype() == DType.FLOAT32).toList();
    SplittableRandom random = new SplittableRandom(42);
    List<Value> outputs =
        function.apply(inputs).stream().filter(v -> v.dtype() == DType.FLOAT32).toList();
    Value scalar = null;
    for (Value output : outputs) {
      Value c = Ops.constant(normal(output.shape(), random));
      Value part = Ops.sum(Ops.multiply(output, c));
      scalar = scalar == null ? part : Ops.add(scalar, part);
    }
    if (scalar == null) {
      throw new IllegalArgumentException("the function has no float result to differentiate");
    }
    List<Value> results = new ArrayList<>(List.of(scalar));
    results.addAll(Gradients.of(scalar, floats));
    Graph graph = Graph.of(inputs, results);
    ReferenceExecution run =
        (ReferenceExecution) new ReferenceEngine().compile(graph).newExecution();
    double[][] x = at.stream().map(GradientCheck::doubles).toArray(double[][]::new);
    for (int i = 0; i < x.length; i++) {
      run.input(i, x[i]);
    }
    run.run();
    double[][] gradients = new double[floats.size()][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = run.doubles(1 + i);
    }
    int g = 0;
    for (int i = 0; i < x.length; i++) {
      if (inputs.get(i).dtype() == DType.FLOAT32) {
        checkOperand(run, i, x[i], gradients[g++], random);
      }
    }
  }

  private static void checkOperand(
      ReferenceExecution run, int operand, double[] x, double[] gradient, SplittableRandom random) {
    int directions = x.length <= ALL_COORDINATES ? x.length : DIRECTIONS;
    for (int d = 0; d < directions; d++) {
      double[] direction = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        direction[i] = x.length <= ALL_COORDINATES ? (i == d ? 1 : 0) : random.nextGaussian();
      }
      double derivative = 0;
      for (int i = 0; i < x.length; i++) {
        derivative += gradient[i] * direction[i];
      }
      double difference =
          (along(run, operand, x, direction, EPSILON) - along(run, operand, x, direction, -EPSILON))
              / (2 * EPSILON);
      double scale = Math.max(1, Math.max(Math.abs(derivative), Math.abs(difference)));
      if (!(Math.abs(derivative - difference) <= TOLERANCE * scale)) {
        throw new AssertionError(
            "gradient of operand %d, %s %d: rule gives %.9g, central difference gives %.9g"
                .formatted(
                    operand,
                    x.length <= ALL_COORDINATES ? "element" : "direction",
                    d,
                    derivative,
                    difference));
      }
    }
    run.input(operand, x);
  }

  private static double along(
      ReferenceExecution run, int operand, double[] x, double[] direction, double by) {
    double[] moved = x.clone();
    for (int i = 0; i < x.length; i++) {
      moved[i] += by * direction[i];
    }
    run.input(operand, moved);
    run.run();
    return run.doubles(0)[0];
  }

  /** Returns standard normal numbers. */
  public static Tensor normal(Shape shape, SplittableRandom random) {
    float[] data = new float[shape.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, data);
  }

  private static Type typeOf(Tensor t) {
    return new Type(t.shape(), t.dtype());
  }

  private static double[] doubles(Tensor t) {
    double[] d = new double[t.size()];
    for (int i = 0; i < d.length; i++) {
      d[i] = t.dtype() == DType.INT32 ? t.ints()[i] : t.at(i);
    }
    return d;
  }
}
