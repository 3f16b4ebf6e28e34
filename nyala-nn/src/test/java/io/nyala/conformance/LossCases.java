// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.grad.Gradients;
import io.nyala.losses.Loss;
import io.nyala.losses.Losses;
import io.nyala.losses.Reduction;
import io.nyala.ops.Ops;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.support.Evaluate;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Losses: values and gradients of every reduction, plain, weighted and masked. */
final class LossCases {
  private static final Pattern VALUE =
      Pattern.compile(
          "value_(none|sum|mean|mean_with_sample_weight)(|_weighted|_weighted_full|_masked)");

  private LossCases() {}

  static void run(KerasCase c) {
    c.config(Losses.fromConfig(c.form()).config());
    Run.engines()
        .forEach(
            (name, engine) -> {
              c.under(name);
              for (String array : c.names()) {
                Matcher m = VALUE.matcher(array);
                if (m.matches()) {
                  check(c, engine, m.group(1), m.group(2));
                }
              }
            });
    c.finish();
  }

  private static void check(KerasCase c, Engine engine, String reduction, String circumstance) {
    Loss loss = Losses.fromConfig(c.form()).reduction(Reduction.byName(reduction));
    Tensor extra =
        switch (circumstance) {
          case "_weighted" -> c.array("sample_weight");
          case "_weighted_full" -> c.array("sample_weight_full");
          case "_masked" -> c.array("mask_0");
          default -> Tensor.scalar(0);
        };
    List<Tensor> data = List.of(c.array("y_true"), c.array("y_pred"), extra);
    List<Value> in = data.stream().map(Evaluate::input).toList();
    Value weight = circumstance.startsWith("_weighted") ? in.get(2) : null;
    Value mask = circumstance.equals("_masked") ? Ops.cast(in.get(2), DType.BOOL) : null;
    Value value = loss.of(in.get(0), in.get(1), weight, mask);
    Value cotangent =
        reduction.equals("none") ? Ops.constant(c.array("cotangent_none")) : Ops.constant(1);
    Value gradient = Gradients.of(List.of(value), List.of(cotangent), List.of(in.get(1))).get(0);
    List<Tensor> got = Run.once(engine, in, List.of(value, gradient), data);
    c.output("value_" + reduction + circumstance, got.get(0));
    String wanted = "grad_" + reduction + circumstance;
    if (c.has(wanted)) {
      c.gradient(wanted, got.get(1));
    }
  }
}
