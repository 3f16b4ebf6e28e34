// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.metrics.Metric;
import io.nyala.ops.Type;
import io.nyala.ops.Variable;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A step in one program, with arrays into which rows are gathered. */
final class StepProgram implements Step {
  private final Execution execution;
  private final Execution companion;
  private final int rows;
  private final Tensor[] staging;
  private final Metric[] metrics;
  private final List<List<Tensor>> observed = new ArrayList<>();
  private final int[] firstOutputs;
  private final Tensor[] weights;
  private final int[] weightOutputs;
  private final int[] weightInputs;
  private final Variable[] changed;
  private final float[][] before;
  private final long activationBytes;
  private final long bytes;

  StepProgram(StepGraph graph, BatchSpec spec) {
    this(graph, spec, Engines.engine().compile(graph.graph()));
  }

  private StepProgram(StepGraph graph, BatchSpec spec, Program program) {
    this(graph, spec, program, program.newExecution(), null);
  }

  /**
   * Creates a step that runs in buffers of choice.
   *
   * @param companion is given the same rows; or null
   */
  StepProgram(
      StepGraph graph, BatchSpec spec, Program program, Execution execution, Execution companion) {
    this.execution = execution;
    this.companion = companion;
    this.rows = spec.rows();
    this.staging = spec.all().stream().map(StepProgram::empty).toArray(Tensor[]::new);
    this.changed = graph.changedByLayers().toArray(Variable[]::new);
    this.before = new float[changed.length][];
    for (int i = 0; i < changed.length; i++) {
      before[i] = new float[changed[i].size()];
    }
    int n = graph.observed().size();
    metrics = new Metric[n];
    firstOutputs = new int[n];
    weights = new Tensor[n];
    weightOutputs = new int[n];
    weightInputs = new int[n];
    for (int i = 0; i < n; i++) {
      StepGraph.Observed o = graph.observed().get(i);
      metrics[i] = o.measure().metric();
      firstOutputs[i] = o.firstOutput();
      weightOutputs[i] = o.weightOutput();
      weightInputs[i] = o.weightInput();
      weights[i] = o.weightInput() >= 0 ? staging[o.weightInput()] : null;
      weights[i] = o.weightOutput() >= 0 ? empty(o.weightType()) : weights[i];
      observed.add(o.types().stream().map(StepProgram::empty).toList());
    }
    activationBytes = graph.activationBytes();
    long elements = Arrays.stream(staging).mapToLong(Tensor::size).sum();
    elements += Arrays.stream(before).mapToLong(b -> b.length).sum();
    elements += observed.stream().flatMap(List::stream).mapToLong(Tensor::size).sum();
    bytes = program.bufferBytes() + Float.BYTES * elements;
  }

  @Override
  public long activationBytes() {
    return activationBytes;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  static Tensor empty(Type type) {
    Shape s = type.shape();
    return switch (type.dtype()) {
      case FLOAT32 -> Tensor.of(s, new float[s.size()]);
      case INT32 -> Tensor.ofInts(s, new int[s.size()]);
      case BOOL -> Tensor.ofBools(s, new float[s.size()]);
    };
  }

  @Override
  public int rows() {
    return rows;
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
  public float run(long step) {
    for (int i = 0; i < changed.length; i++) {
      System.arraycopy(changed[i].data(), changed[i].offset(), before[i], 0, before[i].length);
    }
    execution.step(step);
    execution.run();
    return execution.scalar(0);
  }

  @Override
  public void undo() {
    for (int i = 0; i < changed.length; i++) {
      System.arraycopy(before[i], 0, changed[i].data(), changed[i].offset(), before[i].length);
    }
  }

  @Override
  public float loggedLoss(int i) {
    return execution.scalar(1 + i);
  }

  @Override
  public void updateMetrics() {
    for (int i = 0; i < metrics.length; i++) {
      List<Tensor> values = observed.get(i);
      for (int k = 0; k < values.size(); k++) {
        execution.output(firstOutputs[i] + k, values.get(k));
      }
      if (weightOutputs[i] >= 0) {
        execution.output(weightOutputs[i], weights[i]);
      }
      metrics[i].update(values, weights[i]);
    }
  }
}
