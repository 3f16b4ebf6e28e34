// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.Recurrence.Cell;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of {@link Recurrence}, through time.
 *
 * <p>Operands, if the cell has them: recurrent kernel, first state, first cell state, states, cell
 * states, the saved numbers, mask, and the gradients of the last state, of the last cell state and,
 * if {@code sequence}, of all states. Results: the gradients of x, of the recurrent kernel, of the
 * first state, of the first cell state, of the recurrent bias.
 *
 * @param cell the cell
 * @param activation the activation of the candidate and of an LSTM's cell state
 * @param masked whether there is a mask
 * @param sequence whether gradients flow to all states, not only to the last ones
 */
public record RecurrenceGradient(
    Cell cell, FusedActivation activation, boolean masked, boolean sequence) implements FusedOp {
  /**
   * The operands by name; null for those that do not exist.
   *
   * @param <V> the type that represents an operand
   */
  public record Operands<V>(
      V kernel, V h0, V c0, V h, V c, V saved, V mask, V dhLast, V dcLast, V dh) {}

  /** Returns the operands by name. */
  public <V> Operands<V> operands(List<V> in) {
    boolean twice = cell.hasCellState();
    int at = 0;
    V kernel = in.get(at++);
    V h0 = in.get(at++);
    V c0 = twice ? in.get(at++) : null;
    V h = in.get(at++);
    V c = twice ? in.get(at++) : null;
    V saved = cell.saved() > 0 ? in.get(at++) : null;
    V mask = masked ? in.get(at++) : null;
    V dhLast = in.get(at++);
    V dcLast = twice ? in.get(at++) : null;
    V dh = sequence ? in.get(at) : null;
    return new Operands<>(kernel, h0, c0, h, c, saved, mask, dhLast, dcLast, dh);
  }

  @Override
  public List<Type> infer(List<Type> in) {
    Operands<Type> o = operands(in);
    int units = o.kernel().shape().dim(0);
    int columns = units * cell.gates();
    List<Type> out = new ArrayList<>();
    out.add(Type.floats(o.h().shape().with(2, columns)));
    out.add(Type.floats(o.kernel().shape()));
    out.add(Type.floats(o.h0().shape()));
    if (cell.hasCellState()) {
      out.add(Type.floats(o.h0().shape()));
    }
    if (cell.hasRecurrentBias()) {
      out.add(Type.floats(Shape.of(columns)));
    }
    return out;
  }

  @Override
  public List<Value> decompose(List<Value> in) {
    return RecurrentSteps.unrollGradient(this, in);
  }
}
