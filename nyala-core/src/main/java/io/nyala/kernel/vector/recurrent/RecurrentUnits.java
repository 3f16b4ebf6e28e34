// SPDX-License-Identifier: Apache-2.0
package io.nyala.kernel.vector.recurrent;

import io.nyala.kernel.RecurrentKernels;
import io.nyala.kernel.vector.base.Unit;
import io.nyala.ops.kinds.FusedActivation;
import java.lang.invoke.MethodHandle;

/** The loops with an exponential, as units. */
public final class RecurrentUnits {
  private static final MethodHandle[] SIGMOID = {Unit.of(Sum.class, SumLoops::sigmoid)};
  private static final MethodHandle[] TANH = {Unit.of(Sum.class, SumLoops::tanh)};
  static final MethodHandle[] STATE = {Unit.of(State.class, LstmLoops::state)};
  static final MethodHandle[] CELLS = {Unit.of(Cells.class, NarrowLstmLoops::cells)};
  static final MethodHandle[] OUTPUT = {Unit.of(Output.class, LstmLoops::output)};
  static final MethodHandle[] NARROW_OUTPUT = {Unit.of(Output.class, NarrowLstmLoops::output)};
  static final MethodHandle[] INPUTS = {Unit.of(Inputs.class, LstmLoops::inputs)};
  static final MethodHandle[] NARROW_INPUTS = {Unit.of(Inputs.class, NarrowLstmLoops::inputs)};

  private RecurrentUnits() {}

  /** Returns the loop of an activation of a sum, or null if there is none. */
  static MethodHandle ofSum(FusedActivation activation) {
    return switch (activation) {
      case SIGMOID -> SIGMOID[0];
      case TANH -> TANH[0];
      case LINEAR, RELU, RELU6 -> null;
    };
  }

  /** An activation of a sum. */
  @FunctionalInterface
  public interface Sum {
    /** {@code y = activation(a + b)}. */
    void run(
        int rows,
        int n,
        float[] a,
        int aOff,
        int aStride,
        float[] b,
        int bOff,
        int bStride,
        float[] y,
        int yOff,
        int yStride);
  }

  /** The states of an LSTM. */
  @FunctionalInterface
  public interface State {
    /** See {@link RecurrentKernels#lstm}. */
    void run(
        int rows,
        int n,
        float[] gates,
        int gatesOff,
        int gatesStride,
        float[] before,
        int beforeOff,
        int beforeStride,
        float[] c,
        int cOff,
        int cStride,
        float[] h,
        int hOff,
        int hStride);
  }

  /** The cell states of an LSTM. */
  @FunctionalInterface
  public interface Cells {
    /** {@code c = f * before + i * g}, also stored contiguously in t. */
    void run(
        int rows,
        int n,
        float[] gates,
        int gatesOff,
        int gatesStride,
        float[] before,
        int beforeOff,
        int beforeStride,
        float[] c,
        int cOff,
        int cStride,
        float[] t);
  }

  /** The gradient of an LSTM's output gate. */
  @FunctionalInterface
  public interface Output {
    /** See {@link LstmLoops#output}. */
    void run(
        int rows,
        int n,
        float[] gates,
        int gatesOff,
        int gatesStride,
        float[] t,
        float[] dh,
        int dhOff,
        int dhStride,
        float[] dc,
        int dcOff,
        float[] e,
        float[] d,
        int dOff,
        int dStride);
  }

  /** The gradients of an LSTM's other gates. */
  @FunctionalInterface
  public interface Inputs {
    /** See {@link LstmLoops#inputs}. */
    void run(
        int rows,
        int n,
        float[] gates,
        int gatesOff,
        int gatesStride,
        float[] before,
        int beforeOff,
        int beforeStride,
        float[] e,
        float[] dcBefore,
        int dcBeforeOff,
        float[] d,
        int dOff,
        int dStride);
  }
}
