// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import static io.nyala.plan.cpu.AgreementCase.normal;

import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Recurrence;
import io.nyala.ops.Recurrence.Cell;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import io.nyala.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Recurrent cells over short sequences. */
final class RecurrenceCases {
  private RecurrenceCases() {}

  static List<AgreementCase> all() {
    List<AgreementCase> cases = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      for (boolean masked : new boolean[] {false, true}) {
        for (int units : new int[] {5, 19}) {
          cases.add(recurrence(cell, FusedActivation.TANH, masked, 37, 7, units));
        }
      }
      cases.add(recurrence(cell, FusedActivation.RELU, false, 2, 3, 4));
      cases.add(withInput(cell, true));
      cases.add(withInput(cell, false));
    }
    return cases;
  }

  private static AgreementCase recurrence(
      Cell cell, FusedActivation activation, boolean masked, int batch, int time, int u) {
    List<Tensor> at =
        new ArrayList<>(
            List.of(
                normal(batch, time, u * cell.gates()),
                normal(u, u * cell.gates()),
                normal(batch, u)));
    if (cell.hasCellState()) {
      at.add(normal(batch, u));
    }
    if (cell.hasRecurrentBias()) {
      at.add(normal(3 * u));
    }
    if (masked) {
      at.add(
          Tensor.ofInts(
              Shape.of(batch, time),
              IntStream.range(0, batch * time).map(i -> i * i % 3).toArray()));
    }
    Recurrence op = new Recurrence(cell, activation, masked);
    return new AgreementCase(
        "%s %s masked %s %d".formatted(cell, activation, masked, u),
        in -> {
          List<Value> operands = new ArrayList<>(in);
          // Larger kernels would make rounding grow from step to step.
          operands.set(1, Ops.multiply(in.get(1), 0.3f));
          if (masked) {
            operands.add(Ops.cast(operands.removeLast(), DType.BOOL));
          }
          List<Value> out = Node.apply(op, operands);
          return cell.hasCellState()
              ? List.of(out.get(0), out.get(1), out.get(3))
              : List.of(out.get(0), out.get(1));
        },
        2e-4,
        at);
  }

  /** A recurrence that multiplies its input itself. */
  private static AgreementCase withInput(Cell cell, boolean biased) {
    int u = 18;
    int columns = u * cell.gates();
    List<Tensor> at =
        new ArrayList<>(
            List.of(normal(37, 4, 11), normal(11, columns), normal(u, columns), normal(37, u)));
    if (cell.hasCellState()) {
      at.add(normal(37, u));
    }
    if (cell.hasRecurrentBias()) {
      at.add(normal(3 * u));
    }
    if (biased) {
      at.add(normal(columns));
    }
    Recurrence op = new Recurrence(cell, FusedActivation.TANH, false);
    return new AgreementCase(
        "%s with its input, biased %s".formatted(cell, biased),
        in -> {
          List<Value> operands = new ArrayList<>(in.subList(2, biased ? in.size() - 1 : in.size()));
          Value kernel = Ops.multiply(in.get(1), 0.3f);
          Value bias = biased ? in.getLast() : null;
          operands.set(0, Ops.multiply(operands.get(0), 0.3f));
          operands.addFirst(Ops.dense(in.get(0), kernel, bias, FusedActivation.LINEAR));
          List<Value> out = Node.apply(op, operands);
          return List.of(out.get(0), out.get(1));
        },
        2e-4,
        at);
  }
}
