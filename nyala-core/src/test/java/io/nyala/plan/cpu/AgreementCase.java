// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.testing.GradientCheck;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** A function, its operands, and by how much float32 may differ from the oracle. */
record AgreementCase(
    String name, Function<List<Value>, List<Value>> function, double tolerance, List<Tensor> at) {
  private static final SplittableRandom RANDOM = new SplittableRandom(11);

  static Tensor normal(int... dims) {
    return GradientCheck.normal(Shape.of(dims), RANDOM);
  }

  static Tensor positive(int... dims) {
    Tensor t = normal(dims);
    for (int i = 0; i < t.size(); i++) {
      t.floats()[i] = Math.abs(t.floats()[i]) + 0.2f;
    }
    return t;
  }

  static AgreementCase one(String name, Function<List<Value>, Value> f, Tensor... at) {
    return new AgreementCase(name, in -> List.of(f.apply(in)), 2e-5, List.of(at));
  }

  static AgreementCase all(String name, Function<List<Value>, List<Value>> f, Tensor... at) {
    return new AgreementCase(name, f, 2e-5, List.of(at));
  }
}
