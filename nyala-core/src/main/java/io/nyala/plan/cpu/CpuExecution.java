// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.PerThread;
import io.nyala.kernel.WorkerPool;
import io.nyala.ops.Value;
import io.nyala.plan.Execution;
import io.nyala.tensor.DType;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Tensor;
import io.nyala.tensor.Type;
import io.nyala.variables.Variable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A set of buffers and the instructions bound to it. */
final class CpuExecution implements Execution {
  private final CpuProgram program;
  private final Memory memory;
  private final Instruction[] instructions;
  private final boolean[] given;
  private boolean ready;
  private Consumer<Variable> listener;

  CpuExecution(CpuProgram program, Variable[] variables) {
    this.program = program;
    this.memory =
        new Memory(program.slots, program.arena, variables, program.variableSlots, program.byRows);
    program.constants.forEach((slot, data) -> memory.arrays[slot] = data);
    this.instructions =
        program.instructions.stream().map(i -> i.in(memory)).toArray(Instruction[]::new);
    this.given = new boolean[program.inputSlots.length];
  }

  @Override
  public void input(int index, Tensor tensor) {
    Type type = program.graph.inputs().get(index).type();
    if (!tensor.shape().equals(type.shape()) || tensor.dtype() != type.dtype()) {
      throw new ShapeException(
          "input %d must be %s, got %s%s"
              .formatted(index, type, tensor.dtype().keras(), tensor.shape()));
    }
    int slot = program.inputSlots[index];
    if (tensor.dtype() == DType.INT32) {
      float[] bits = memory.arrays[slot];
      if (bits == null) {
        bits = new float[tensor.size()];
        memory.arrays[slot] = bits;
      }
      int[] from = tensor.ints();
      for (int i = 0; i < from.length; i++) {
        bits[i] = Float.intBitsToFloat(from[i]);
      }
    } else {
      memory.arrays[slot] = tensor.floats();
      memory.offsets[slot] = 0;
    }
    given[index] = true;
  }

  @Override
  public void input(int index, float[] data, int offset) {
    Value v = program.graph.inputs().get(index);
    if (v.dtype() == DType.INT32 || offset < 0 || data.length - offset < v.shape().size()) {
      throw new ShapeException(
          "input %d must be %s, got %d floats".formatted(index, v.type(), data.length - offset));
    }
    int slot = program.inputSlots[index];
    memory.arrays[slot] = data;
    memory.offsets[slot] = offset;
    given[index] = true;
  }

  @Override
  public void step(long step) {
    memory.step = step;
  }

  @Override
  public void part(long first, int count) {
    memory.firstRow = first;
    memory.rows = count;
  }

  @Override
  public void variables(UnaryOperator<Variable> places) {
    memory.place(program.placed(places));
  }

  @Override
  public void onAssigned(Consumer<Variable> newListener) {
    listener = newListener;
  }

  @Override
  public void run() {
    if (!ready) {
      requireInputs();
    }
    memory.locateVariables();
    if (!Thread.currentThread().isVirtual()) {
      runInstructions();
      return;
    }
    try {
      runInstructions();
    } finally {
      PerThread.leave();
    }
  }

  private void runInstructions() {
    WorkerPool pool = program.pool.get();
    for (int i = 0; i < instructions.length; i++) {
      Instruction instruction = instructions[i];
      if (instruction.chunks == 1) {
        instruction.run(0);
      } else {
        pool.run(instruction, instruction.chunks);
      }
      if (listener != null && program.assigned[i] != null) {
        for (Variable v : program.assigned[i]) {
          listener.accept(v);
        }
      }
    }
  }

  private void requireInputs() {
    for (int i = 0; i < given.length; i++) {
      if (!given[i]) {
        throw new IllegalStateException(
            "input " + i + " of the program was not given, " + program.graph.inputs().get(i));
      }
    }
    ready = true;
  }

  @Override
  public void output(int index, Tensor into) {
    Value v = program.graph.outputs().get(index);
    if (into.size() != v.shape().size()
        || (into.dtype() == DType.INT32) != (v.dtype() == DType.INT32)) {
      throw new ShapeException("output " + index + " is " + v.type() + ", not " + into);
    }
    Ref ref = program.outputs.get(index);
    float[] from = ref.in(memory);
    int at = ref.at(memory);
    if (v.dtype() == DType.INT32) {
      int[] to = into.ints();
      for (int i = 0; i < to.length; i++) {
        to[i] = Float.floatToRawIntBits(from[at + i]);
      }
    } else {
      System.arraycopy(from, at, into.floats(), 0, into.size());
    }
  }

  @Override
  public float scalar(int index) {
    Ref ref = program.outputs.get(index);
    return ref.in(memory)[ref.at(memory)];
  }
}
