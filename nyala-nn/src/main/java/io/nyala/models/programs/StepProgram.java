// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.metrics.Metric;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.List;
import java.util.function.UnaryOperator;

/** A step that consists of one program, with arrays into which rows are gathered. */
public final class StepProgram implements Step {
  private final Execution execution;
  private final Execution companion;
  private final Kept kept;
  private final int rows;
  private final Tensor[] staging;
  private final Observation observation;
  private final int[] firstOutputs;
  private final int[] weightOutputs;
  private final int[] weightInputs;
  private final long activationBytes;
  private final long bytes;

  /** Creates a step with its own buffers. */
  public StepProgram(StepPlan plan, BatchSpec spec, Program program) {
    this(plan, spec, program, new Kept(plan.changedByLayers()), UnaryOperator.identity(), null);
  }

  /**
   * Creates a step that is a part of a larger one.
   *
   * @param kept the variables that layers change
   * @param places the locations of the other variables
   * @param companion a program that is loaded with the same rows, or null
   */
  public StepProgram(
      StepPlan plan,
      BatchSpec spec,
      Program program,
      Kept kept,
      UnaryOperator<Variable> places,
      Execution companion) {
    this.execution = program.newExecution(kept.places(places));
    this.companion = companion;
    this.kept = kept;
    this.rows = spec.rows();
    this.staging = spec.all().stream().map(StepProgram::empty).toArray(Tensor[]::new);
    int n = plan.observed().size();
    firstOutputs = new int[n];
    weightOutputs = new int[n];
    weightInputs = new int[n];
    for (int i = 0; i < n; i++) {
      StepPlan.Observed o = plan.observed().get(i);
      firstOutputs[i] = o.firstOutput();
      weightOutputs[i] = o.weightOutput();
      weightInputs[i] = o.weightInput();
    }
    observation = new Observation(plan, staging);
    activationBytes = plan.activationBytes();
    bytes = plan.bytes(spec, program);
  }

  @Override
  public long activationBytes() {
    return activationBytes;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  public static Tensor empty(Type type) {
    Shape s = type.shape();
    return switch (type.dtype()) {
      case FLOAT32 -> Tensor.of(s, new float[s.size()]);
      case INT32 -> Tensor.ofInts(s, new int[s.size()]);
      case BOOL -> Tensor.ofBools(s, new float[s.size()]);
      case STRING -> throw new AssertionError("programs compute with numbers");
    };
  }

  @Override
  public int rows() {
    return rows;
  }

  /** Returns the buffers in which the step runs. */
  Execution execution() {
    return execution;
  }

  @Override
  public void variables(UnaryOperator<Variable> places) {
    execution.variables(kept.places(places));
    if (companion != null) {
      companion.variables(places);
    }
  }

  @Override
  public void load(Rows data, int[] order, int from) {
    for (int i = 0; i < staging.length; i++) {
      boolean inPlace = order == null && data.isInPlace(i) && !isMetricWeight(i);
      if (!inPlace) {
        data.gather(i, order, from, rows, staging[i]);
      }
      give(execution, i, inPlace, data, from);
      if (companion != null) {
        give(companion, i, inPlace, data, from);
      }
    }
  }

  /** Sets all inputs, which must have the compiled shapes. */
  public void load(Tensor[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      execution.input(i, inputs[i]);
    }
  }

  private void give(Execution to, int i, boolean inPlace, Rows data, int from) {
    if (inPlace) {
      to.input(i, data.tensor(i).floats(), data.offset(i, from));
    } else {
      to.input(i, staging[i]);
    }
  }

  /** Metrics read their sample weights from the staging array, so they must be copied there. */
  private boolean isMetricWeight(int input) {
    for (int w : weightInputs) {
      if (w == input) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void number(long step) {
    execution.step(step);
  }

  @Override
  public void run() {
    kept.begin();
    execution.run();
  }

  @Override
  public float loss() {
    return execution.scalar(0);
  }

  @Override
  public void commit() {
    kept.commit();
  }

  @Override
  public float loggedLoss(int i) {
    return execution.scalar(1 + i);
  }

  @Override
  public void update(Metric[] metrics) {
    observe().update(metrics);
  }

  /** Returns what metrics observe of the latest run. */
  Observation observe() {
    for (int i = 0; i < firstOutputs.length; i++) {
      List<Tensor> values = observation.values(i);
      for (int k = 0; k < values.size(); k++) {
        execution.output(firstOutputs[i] + k, values.get(k));
      }
      if (weightOutputs[i] >= 0) {
        execution.output(weightOutputs[i], observation.weight(i));
      }
    }
    return observation;
  }
}
