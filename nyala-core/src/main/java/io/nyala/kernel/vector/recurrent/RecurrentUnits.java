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
  static final MethodHandle[] GRADIENT = {Unit.of(Gradient.class, LstmLoops::gradient)};
  static final MethodHandle[] NARROW_GRADIENT = {
    Unit.of(Gradient.class, NarrowLstmLoops::gradient)
  };

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

  /** The gradient of an LSTM. */
  @FunctionalInterface
  public interface Gradient {
    /** See {@link RecurrentKernels#lstmGradient}; t are the hyperbolic tangents of c. */
    void run(
        int rows,
        int n,
        float[] gates,
        int gatesOff,
        int gatesStride,
        float[] before,
        int beforeOff,
        int beforeStride,
        float[] t,
        float[] dh,
        int dhOff,
        int dhStride,
        float[] dc,
        int dcOff,
        float[] dcBefore,
        int dcBeforeOff,
        float[] d,
        int dOff,
        int dStride);
  }
}
