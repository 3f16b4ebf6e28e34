// SPDX-License-Identifier: Apache-2.0
package io.nyala.models;

import io.nyala.ops.Type;
import io.nyala.plan.Execution;
import io.nyala.plan.Program;
import io.nyala.tensor.DType;
import io.nyala.tensor.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Buffers in which a program runs, handed to one thread at a time. As many are made as threads were
 * there at once, and a bounded number is kept. Taking and giving back allocate nothing.
 */
final class ExecutionPool {
  private static final int KEPT = 64;

  /** Buffers and the arrays through which results come out. */
  static final class Slot {
    private final Execution execution;
    private final Tensor[] outputs;

    Slot(Program program, List<Type> outputs) {
      this.execution = program.newExecution();
      this.outputs = outputs.stream().map(StepProgram::empty).toArray(Tensor[]::new);
    }

    void load(List<Tensor> x, int from, int rows) {
      for (int i = 0; i < x.size(); i++) {
        Tensor t = x.get(i);
        if (t.dtype() == DType.INT32) {
          execution.input(i, t.rows(from, from + rows));
        } else {
          execution.input(i, t.floats(), from * (t.size() / t.shape().dim(0)));
        }
      }
    }

    void load(float[] row) {
      execution.input(0, row, 0);
    }

    void run() {
      execution.run();
    }

    void read(int output, Tensor into, int from, int rows) {
      Tensor out = outputs[output];
      execution.output(output, out);
      Object source = out.dtype() == DType.INT32 ? out.ints() : out.floats();
      Object target = out.dtype() == DType.INT32 ? into.ints() : into.floats();
      int width = out.size() / rows;
      System.arraycopy(source, 0, target, from * width, out.size());
    }

    void read(float[] into) {
      Tensor out = outputs[0];
      execution.output(0, out);
      System.arraycopy(out.floats(), 0, into, 0, out.size());
    }
  }

  private final Program program;
  private final List<Type> outputs;
  private final AtomicReferenceArray<Slot> slots = new AtomicReferenceArray<>(KEPT);

  ExecutionPool(Program program, List<Type> outputs) {
    this.program = program;
    this.outputs = outputs;
  }

  Type type(int output, int rows) {
    Type t = outputs.get(output);
    return new Type(t.shape().with(0, rows), t.dtype());
  }

  Slot take() {
    int home = home();
    for (int i = 0; i < KEPT; i++) {
      int at = home + i & KEPT - 1;
      if (slots.getPlain(at) != null) {
        Slot slot = slots.getAndSet(at, null);
        if (slot != null) {
          return slot;
        }
      }
    }
    return new Slot(program, outputs);
  }

  void giveBack(Slot slot) {
    int home = home();
    for (int i = 0; i < KEPT; i++) {
      int at = home + i & KEPT - 1;
      if (slots.getPlain(at) == null && slots.compareAndSet(at, null, slot)) {
        return;
      }
    }
  }

  private static int home() {
    return (int) Thread.currentThread().threadId() & KEPT - 1;
  }
}
