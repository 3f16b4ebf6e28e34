// SPDX-License-Identifier: Apache-2.0
package io.nyala.conformance;

import io.nyala.optimizers.FluentOptimizer;
import io.nyala.optimizers.Optimizer;
import io.nyala.optimizers.Optimizers;
import io.nyala.optimizers.Schedule;
import io.nyala.optimizers.Schedules;
import io.nyala.optimizers.Segment;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.variables.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Optimizers, step by step, and learning rate schedules. */
final class OptimizerCases {
  private final KerasCase c;
  private final Optimizer optimizer;
  private final List<Segment> segments = new ArrayList<>();
  private final float[] weights;
  private final float[] gradients;

  private OptimizerCases(KerasCase c) {
    this.c = c;
    this.optimizer = Optimizers.fromConfig(c.form());
    c.config(optimizer.config());
    List<Tensor> start = c.arrays("variable");
    List<?> names = (List<?>) c.get("variable_names");
    int end = 0;
    for (int v = 0; v < start.size(); v++) {
      segments.add(new Segment((String) names.get(v), start.get(v).shape(), end));
      end = segments.get(v).end();
    }
    weights = new float[end];
    gradients = new float[end];
    for (int v = 0; v < start.size(); v++) {
      copyIn(start.get(v), 0, weights, segments.get(v));
    }
  }

  static void run(KerasCase c) {
    if (c.get("kind").equals("schedule")) {
      schedule(c);
    } else {
      new OptimizerCases(c).run();
    }
    c.finish();
  }

  private static void schedule(KerasCase c) {
    Schedule schedule = Schedules.fromConfig(c.form());
    c.config(schedule.config());
    Tensor steps = c.array("step");
    float[] rates = new float[steps.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = (float) schedule.at((long) steps.at(i));
    }
    c.output("learning_rate", Tensor.of(steps.shape(), rates));
  }

  private void run() {
    if (c.get("exclude_from_weight_decay") instanceof List<?> excluded) {
      String[] names = excluded.stream().map(String.class::cast).toArray(String[]::new);
      ((FluentOptimizer<?>) optimizer).excludeFromWeightDecay(names);
    }
    optimizer.bind(weights, gradients, segments);
    int steps = c.array("gradient_0").shape().dim(0);
    float[] rates = new float[steps];
    float[][] trajectories = new float[segments.size()][];
    Arrays.setAll(trajectories, v -> new float[steps * segments.get(v).size()]);
    for (int step = 0; step < steps; step++) {
      for (int v = 0; v < segments.size(); v++) {
        copyIn(c.array("gradient_" + v), step, gradients, segments.get(v));
      }
      optimizer.apply();
      rates[step] = (float) optimizer.learningRate();
      for (int v = 0; v < segments.size(); v++) {
        Segment s = segments.get(v);
        System.arraycopy(weights, s.offset(), trajectories[v], step * s.size(), s.size());
      }
    }
    c.output("learning_rate", Tensor.of(Shape.of(steps), rates));
    for (int v = 0; v < segments.size(); v++) {
      String array = "trajectory_" + v;
      c.output(array, Tensor.of(c.array(array).shape(), trajectories[v]));
    }
    state(c, optimizer);
    if (c.has("finalized_0")) {
      optimizer.finish();
      for (int v = 0; v < segments.size(); v++) {
        Segment s = segments.get(v);
        float[] end = Arrays.copyOfRange(weights, s.offset(), s.end());
        c.output("finalized_" + v, Tensor.of(s.shape(), end));
      }
    }
  }

  /** Compares everything that an optimizer stores, in the order of Keras's files. */
  static void state(KerasCase c, Optimizer optimizer) {
    List<Tensor> state = new ArrayList<>();
    state.add(Tensor.scalar(optimizer.iterations()));
    if (optimizer.schedule() == null) {
      state.add(Tensor.scalar((float) optimizer.learningRate()));
    }
    optimizer.variables().stream().map(Variable::get).forEach(state::add);
    c.equal("number of optimizer variables", state.size(), c.arrays("optimizer_variable").size());
    for (int i = 0; i < state.size() && c.has("optimizer_variable_" + i); i++) {
      c.output("optimizer_variable_" + i, state.get(i));
    }
  }

  private static void copyIn(Tensor from, int row, float[] to, Segment segment) {
    System.arraycopy(from.floats(), row * segment.size(), to, segment.offset(), segment.size());
  }
}
