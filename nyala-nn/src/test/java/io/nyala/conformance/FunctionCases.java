// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.activations.Activations;
import io.nyala.constraints.Constraint;
import io.nyala.constraints.Constraints;
import io.nyala.grad.Gradients;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.regularizers.Regularizer;
import io.nyala.regularizers.Regularizers;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions of one tensor: activations, regularizers and constraints. */
final class FunctionCases {
  private FunctionCases() {}

  static void activation(KerasCase c) {
    check(c, Activations.fromConfig(c.form())::apply);
  }

  static void regularizer(KerasCase c) {
    Regularizer regularizer = Regularizers.fromConfig(c.form());
    c.config(regularizer.config());
    check(c, regularizer::loss);
  }

  static void constraint(KerasCase c) {
    Constraint constraint = Constraints.fromConfig(c.form());
    c.config(constraint.config());
    check(c, constraint::project);
  }

  private static void check(KerasCase c, UnaryOperator<Value> function) {
    Tensor x = c.array("input_0");
    Value in = Evaluate.input(x);
    Value out = function.apply(in);
    List<Value> wanted = new ArrayList<>(List.of(out));
    if (c.has("grad_input_0")) {
      Value cotangent =
          c.has("cotangent_0") ? Ops.constant(c.array("cotangent_0")) : Ops.constant(1);
      wanted.addAll(Gradients.of(List.of(out), List.of(cotangent), List.of(in)));
    }
    Run.engines()
        .forEach(
            (name, engine) -> {
              c.under(name);
              List<Tensor> got = Run.once(engine, List.of(in), wanted, List.of(x));
              c.output("output_0", got.get(0));
              if (got.size() > 1) {
                c.gradient("grad_input_0", got.get(1));
              }
            });
    c.finish();
  }
}
