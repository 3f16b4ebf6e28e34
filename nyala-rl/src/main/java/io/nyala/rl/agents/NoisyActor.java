// SPDX-License-Identifier: Apache-2.0
package io.nyala.rl.agents;

import io.nyala.models.Model;
import io.nyala.models.TrainStep;
import io.nyala.models.TrainTape;
import io.nyala.ops.Value;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Computes action values with a network whose noise is redrawn each time. */
final class NoisyActor {
  private static final String OBSERVATION = "observation";

  private final Model network;
  private final Tensor observation;
  private final Tensor[] inputs;
  private final Latest values;
  private final TrainStep step;

  /**
   * Creates an actor.
   *
   * @param shape the shape of an observation
   * @param actions the number of actions
   */
  NoisyActor(Model network, Shape shape, int actions) {
    this.network = network;
    int[] dims = new int[shape.rank() + 1];
    dims[0] = 1;
    System.arraycopy(shape.dims(), 0, dims, 1, shape.rank());
    this.observation = Tensor.zeros(Shape.of(dims));
    this.inputs = new Tensor[] {observation};
    this.values = new Latest("values", actions);
    // Uses other noise than learning, which uses the seed of the network.
    this.step = TrainStep.of(List.of(OBSERVATION), this::write).seed(~network.seed());
    step.prepare(inputs);
  }

  private void write(TrainTape tape) {
    Value all = tape.callFrozen(network, tape.input(OBSERVATION));
    tape.metric(values, all, all);
  }

  /** Returns the live array of action values. */
  float[] values(float[] seen) {
    System.arraycopy(seen, 0, observation.floats(), 0, seen.length);
    step.run(inputs);
    return values.values();
  }

  Map<String, Object> state() {
    return step.state();
  }

  void restore(Map<String, Object> state) {
    step.restore(state);
  }
}
