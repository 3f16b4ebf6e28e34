// SPDX-License-Identifier: Apache-2.0
package io.nyala.models.programs;

import io.nyala.models.core.Placed;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.List;
import java.util.function.UnaryOperator;

/** The prediction program for one batch size, and its executions. */
public final class PredictionProgram {
  /** Buffers and the arrays that receive the results. */
  public static final class Slot implements Placed {
    private final Execution execution;
    private final List<Type> types;
    private final Tensor[] outputs;

    private Slot(Program program, List<Type> outputs) {
      this.execution = program.newExecution();
      this.types = outputs;
      this.outputs = outputs.stream().map(StepProgram::empty).toArray(Tensor[]::new);
    }

    public void load(List<Tensor> x, int from, int rows) {
      for (int i = 0; i < x.size(); i++) {
        Tensor t = x.get(i);
        if (t.dtype() == DType.INT32) {
          execution.input(i, t.rows(from, from + rows));
        } else {
          execution.input(i, t.floats(), from * (t.size() / t.shape().dim(0)));
        }
      }
    }

    /** Sets all inputs, which must have the compiled shapes. */
    public void load(List<Tensor> x) {
      for (int i = 0; i < x.size(); i++) {
        execution.input(i, x.get(i));
      }
    }

    public void load(float[] row) {
      execution.input(0, row, 0);
    }

    @Override
    public void variables(UnaryOperator<Variable> places) {
      execution.variables(places);
    }

    @Override
    public void run() {
      execution.run();
    }

    public void read(int output, Tensor into, int from, int rows) {
      Tensor out = outputs[output];
      execution.output(output, out);
      Object source = out.dtype() == DType.INT32 ? out.ints() : out.floats();
      Object target = out.dtype() == DType.INT32 ? into.ints() : into.floats();
      int width = out.size() / rows;
      System.arraycopy(source, 0, target, from * width, out.size());
    }

    /** Returns an output as a new tensor. */
    public Tensor read(int output) {
      Tensor result = StepProgram.empty(types.get(output));
      execution.output(output, result);
      return result;
    }

    public void read(float[] into) {
      Tensor out = outputs[0];
      execution.output(0, out);
      System.arraycopy(out.floats(), 0, into, 0, out.size());
    }
  }

  private final List<Type> outputs;
  private final ExecutionPool<Slot> slots;

  public PredictionProgram(Program program, List<Type> outputs) {
    this.outputs = outputs;
    long results = outputs.stream().mapToLong(t -> (long) Float.BYTES * t.shape().size()).sum();
    this.slots =
        new ExecutionPool<>(
            program.bufferBytes() + results, true, () -> false, () -> new Slot(program, outputs));
  }

  /** Returns the type of an output for a number of rows. */
  public Type type(int output, int rows) {
    Type t = outputs.get(output);
    return new Type(t.shape().with(0, rows), t.dtype());
  }

  /** Returns the number of outputs. */
  public int outputs() {
    return outputs.size();
  }

  public ExecutionPool<Slot> slots() {
    return slots;
  }
}
