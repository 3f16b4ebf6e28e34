// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import io.nyala.tensor.ShapeException;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A recurrent cell over all time steps. The contribution of the input at each step is computed
 * beforehand, by one dense layer over all steps.
 *
 * <p>Operands: x {@code (batch, time, gates * units)}, recurrent kernel {@code (units, gates *
 * units)}, first state {@code (batch, units)}; for LSTM the first cell state of the same shape; for
 * GRU with the reset after the product the recurrent bias {@code (3 * units,)}; and, if masked, a
 * mask {@code (batch, time)}. A masked step repeats the previous states.
 *
 * <p>Results: states {@code (batch, time, units)} and the last of them {@code (batch, units)}; for
 * LSTM the cell states and the last of them; and, except for the simple cell, the numbers that the
 * gradient needs.
 *
 * @param cell the cell, with Keras's order of gates
 * @param activation the activation of the candidate and of an LSTM's cell state; gates use a
 *     sigmoid
 * @param masked whether there is a mask
 */
public record Recurrence(Cell cell, FusedActivation activation, boolean masked) implements FusedOp {
  /** The cells. */
  public enum Cell {
    /** {@code h = activation(x + h R)}. */
    SIMPLE(1, 0),
    /** Gates i, f, candidate, o (Hochreiter and Schmidhuber 1997, with forget gates). */
    LSTM(4, 4),
    /** Gates z, r, candidate; the reset gate is applied before the product (Cho et al. 2014). */
    GRU(3, 3),
    /** The same with the reset gate applied after the product, as in cuDNN. */
    GRU_RESET_AFTER(3, 4);

    private final int gates;
    private final int saved;

    Cell(int gates, int saved) {
      this.gates = gates;
      this.saved = saved;
    }

    /** Returns the number of columns of the kernels, as a multiple of the units. */
    public int gates() {
      return gates;
    }

    /**
     * Returns the number of elements that a step saves for the gradient, as a multiple of the
     * units.
     */
    public int saved() {
      return saved;
    }

    /** Returns whether there is a cell state in addition to the state. */
    public boolean hasCellState() {
      return this == LSTM;
    }

    /** Returns whether there is a bias of the recurrent product. */
    public boolean hasRecurrentBias() {
      return this == GRU_RESET_AFTER;
    }
  }

  @Override
  public List<Type> infer(List<Type> in) {
    Shape x = in.get(0).shape();
    Shape kernel = in.get(1).shape();
    int units = kernel.dim(0);
    int columns = Shape.extent((long) units * cell.gates());
    if (x.rank() != 3
        || !kernel.equals(Shape.of(units, columns))
        || !Shape.of(x.last()).accepts(Shape.of(columns))) {
      throw new ShapeException(
          "recurrence: input %s does not fit the recurrent kernel %s of %s"
              .formatted(x, kernel, cell));
    }
    Shape state = Shape.of(x.dim(0), units);
    for (int i = 2; i < (cell.hasCellState() ? 4 : 3); i++) {
      if (!state.accepts(in.get(i).shape()) && !in.get(i).shape().accepts(state)) {
        throw new ShapeException(
            "recurrence: expected a state %s, got %s".formatted(state, in.get(i).shape()));
      }
    }
    Shape sequence = x.with(2, units);
    List<Type> out = new ArrayList<>(List.of(Type.floats(sequence), Type.floats(state)));
    if (cell.hasCellState()) {
      out.add(Type.floats(sequence));
      out.add(Type.floats(state));
    }
    if (cell.saved() > 0) {
      out.add(Type.floats(x.with(2, Shape.extent((long) units * cell.saved()))));
    }
    return out;
  }

  /**
   * Computes one step of an LSTM: {@code c' = f c + i g} and {@code h' = o activation(c')}.
   *
   * @param sums {@code x W + b + h R}, the columns of i, f, the candidate g and o side by side
   * @param c the previous cell state, {@code (batch, units)}
   * @param gate computes i, f and o from their sums
   * @param activation the activation of the candidate and of the cell state
   * @return {@code [h', c', i, f, g, o]}
   */
  public static List<Value> lstmStep(
      Value sums, Value c, UnaryOperator<Value> gate, UnaryOperator<Value> activation) {
    int u = c.shape().last();
    Value i = gate.apply(RecurrentSteps.part(sums, 0, u));
    Value f = gate.apply(RecurrentSteps.part(sums, 1, u));
    Value g = activation.apply(RecurrentSteps.part(sums, 2, u));
    Value o = gate.apply(RecurrentSteps.part(sums, 3, u));
    Value newC = Ops.add(Ops.multiply(f, c), Ops.multiply(i, g));
    Value h = Ops.multiply(o, activation.apply(newC));
    return List.of(h, newC, i, f, g, o);
  }

  /** Returns the index of the numbers saved for the gradient among the results, or -1. */
  public int savedIndex() {
    return cell.saved() == 0 ? -1 : cell.hasCellState() ? 4 : 2;
  }

  /** Returns the index of the mask among the operands. */
  public int maskIndex() {
    return 3 + (cell.hasCellState() || cell.hasRecurrentBias() ? 1 : 0);
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    return RecurrentSteps.unroll(this, in);
  }
}
