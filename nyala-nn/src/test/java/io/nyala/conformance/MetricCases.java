// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.metrics.Metric;
import io.nyala.metrics.Metrics;
import io.nyala.ops.Value;
import io.nyala.plan.Engine;
import io.nyala.support.Evaluate;
import io.nyala.tensor.Tensor;
import java.util.List;

/** Metrics: the result after each of three updates, without and with weights. */
final class MetricCases {
  private MetricCases() {}

  static void run(KerasCase c) {
    c.config(Metrics.fromConfig(c.form()).config());
    Run.engines()
        .forEach(
            (name, engine) -> {
              c.under(name);
              updates(c, engine, "");
              updates(c, engine, "weighted_");
            });
    // What is kept between updates is ours to choose; the results above depend on all of it.
    c.names().stream().filter(a -> a.matches("(weighted_)?state_\\d+")).forEach(c::leaveOut);
    c.finish();
  }

  private static void updates(KerasCase c, Engine engine, String kind) {
    Metric metric = Metrics.fromConfig(c.form());
    for (int b = 0; c.has(kind + "result_" + b); b++) {
      Tensor weight = kind.isEmpty() ? null : c.array("sample_weight_" + b);
      if (c.has("values_" + b)) {
        Tensor values = c.array("values_" + b);
        update(metric, engine, values, values, weight);
      } else {
        update(metric, engine, c.array("y_true_" + b), c.array("y_pred_" + b), weight);
      }
      Tensor want = c.array(kind + "result_" + b);
      c.output(kind + "result_" + b, Tensor.of(want.shape(), floats(metric, want.size())));
    }
    metric.reset();
    c.equal("result after reset", metric.result(), Metrics.fromConfig(c.form()).result());
  }

  /** Takes in a batch as training does. */
  static void update(Metric metric, Engine engine, Tensor yTrue, Tensor yPred, Tensor weight) {
    List<Tensor> data = List.of(yTrue, yPred);
    List<Value> in = data.stream().map(Evaluate::input).toList();
    List<Value> observed = metric.observed(in.get(0), in.get(1));
    metric.update(Run.once(engine, in, observed, data), weight);
  }

  private static float[] floats(Metric metric, int size) {
    double[] results = size == 1 ? new double[] {metric.result()} : metric.results();
    float[] floats = new float[results.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) results[i];
    }
    return floats;
  }
}
