// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What the metrics observe of a step: for each metric its values and its sample weight. */
final class Observation {
  private final List<List<Tensor>> values = new ArrayList<>();
  private final Tensor[] weights;
  private final List<Tensor> all = new ArrayList<>();

  /**
   * Creates an observation with its own tensors.
   *
   * @param staging the inputs of the step, of which some are sample weights; null if these need
   *     tensors too
   */
  Observation(StepPlan plan, Tensor[] staging) {
    int n = plan.observed().size();
    weights = new Tensor[n];
    for (int i = 0; i < n; i++) {
      StepPlan.Observed o = plan.observed().get(i);
      values.add(o.types().stream().map(StepProgram::empty).toList());
      all.addAll(values.get(i));
      if (o.weightType() != null) {
        boolean staged = o.weightInput() >= 0 && staging != null;
        weights[i] = staged ? staging[o.weightInput()] : StepProgram.empty(o.weightType());
        all.add(weights[i]);
      }
    }
  }

  /** Returns the values of a metric. */
  List<Tensor> values(int metric) {
    return values.get(metric);
  }

  /** Returns the sample weight of a metric, or null. */
  Tensor weight(int metric) {
    return weights[metric];
  }

  void update(Metric[] metrics) {
    for (int i = 0; i < metrics.length; i++) {
      metrics[i].update(values.get(i), weights[i]);
    }
  }

  // For other processes

  /** Returns the number of words of the message. */
  int words() {
    return all.stream().mapToInt(Tensor::size).sum();
  }

  /** Writes everything to a message. */
  void write(int[] words, int from) {
    int at = from;
    for (Tensor t : all) {
      if (t.dtype() == DType.INT32) {
        System.arraycopy(t.ints(), 0, words, at, t.size());
      } else {
        MessageWords.write(t.floats(), 0, t.size(), words, at);
      }
      at += t.size();
    }
  }

  /** Reads everything from a message. */
  void read(int[] words, int from) {
    int at = from;
    for (Tensor t : all) {
      if (t.dtype() == DType.INT32) {
        System.arraycopy(words, at, t.ints(), 0, t.size());
      } else {
        float[] to = t.floats();
        for (int i = 0; i < to.length; i++) {
          to[i] = Float.intBitsToFloat(words[at + i]);
        }
      }
      at += t.size();
    }
  }
}
