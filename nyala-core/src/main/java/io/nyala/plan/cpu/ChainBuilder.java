// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.ElementwiseKernels;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.plan.cpu.ChainInstruction.Code;
import io.nyala.plan.cpu.ChainInstruction.Mode;
import io.nyala.plan.cpu.ChainInstruction.Operand;
import io.nyala.plan.cpu.ChainInstruction.Step;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Builds a {@link ChainInstruction} from a group of elementwise nodes. */
final class ChainBuilder {
  private final List<Node> nodes;
  private final Shape shape;
  private final int n;
  private final Function<Value, Ref> outside;
  private final Function<Value, Ref> results;
  private final List<Operand> operands = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Value, Integer> inside = new IdentityHashMap<>();
  private final Map<Value, Integer> full = new IdentityHashMap<>();
  private final Map<Value, Integer> scalars = new IdentityHashMap<>();
  private final Map<Value, Integer> spread = new IdentityHashMap<>();
  private final Map<Value, Integer> uses = new IdentityHashMap<>();
  private final Deque<Integer> freeRegisters = new ArrayDeque<>();
  private int registers;

  /**
   * Prepares a chain.
   *
   * @param outside the locations of values from outside the group
   * @param results the location of a value that is needed outside the group, or null for other
   *     values
   */
  ChainBuilder(List<Node> nodes, Function<Value, Ref> outside, Function<Value, Ref> results) {
    this.nodes = nodes;
    this.shape = nodes.get(0).output(0).shape();
    this.n = shape.size();
    this.outside = outside;
    this.results = results;
    for (Node node : nodes) {
      node.inputs().forEach(v -> uses.merge(v, 1, Integer::sum));
    }
  }

  ChainInstruction build(ElementwiseKernels kernels) {
    for (Node node : nodes) {
      add(node);
    }
    return new ChainInstruction(kernels, n, operands, steps, registers);
  }

  private void add(Node node) {
    Value y = node.output(0);
    switch (node.op()) {
      case Primitive.Unary u -> {
        boolean ints = node.input(0).dtype() == DType.INT32;
        step(ints ? Code.INT_UNARY : Code.UNARY, node, u.kind(), null, array(node.input(0)));
      }
      case Primitive.Binary b -> {
        if (node.input(0).dtype() == DType.INT32) {
          int left = array(node.input(0));
          finish(new Step(Code.INT_BINARY, null, b.kind(), left, array(node.input(1)), -1, -1), y);
        } else {
          boolean bothScalar = isScalar(node.input(0)) && isScalar(node.input(1));
          int left = bothScalar ? array(node.input(0)) : any(node.input(0));
          finish(new Step(Code.BINARY, null, b.kind(), left, any(node.input(1)), -1, -1), y);
        }
      }
      case Primitive.Select s -> {
        int c = array(node.input(0));
        int a = array(node.input(1));
        finish(new Step(Code.SELECT, null, null, c, a, array(node.input(2)), -1), y);
      }
      case Primitive.Broadcast b -> step(Code.COPY, node, null, null, array(node.input(0)));
      case Primitive.Cast c -> cast(node, node.input(0).dtype(), c.to());
      default -> throw new IllegalStateException("not elementwise: " + node);
    }
    // A register is free again after the last step that reads it.
    for (Value input : node.inputs()) {
      if (uses.merge(input, -1, Integer::sum) == 0 && inside.containsKey(input)) {
        Operand o = operands.get(inside.get(input));
        if (o.mode() == Mode.REGISTER) {
          freeRegisters.push(o.register());
        }
      }
    }
  }

  private void cast(Node node, DType from, DType to) {
    int x = array(node.input(0));
    if (from == DType.INT32 && to == DType.BOOL) {
      // Raw bits of an int are zero exactly when the int is; read as a float they may be NaN, so
      // convert first.
      finish(new Step(Code.INT_TO_FLOAT, null, null, x, -1, -1, -1), node.output(0));
      int y = inside.get(node.output(0));
      steps.add(new Step(Code.UNARY, UnaryKind.ABS, null, y, -1, -1, y));
      steps.add(new Step(Code.UNARY, UnaryKind.SIGN, null, y, -1, -1, y));
    } else if (from == DType.INT32) {
      finish(new Step(Code.INT_TO_FLOAT, null, null, x, -1, -1, -1), node.output(0));
    } else if (to == DType.INT32) {
      finish(new Step(Code.FLOAT_TO_INT, null, null, x, -1, -1, -1), node.output(0));
    } else if (to == DType.BOOL) {
      finish(new Step(Code.UNARY, UnaryKind.NOT, null, x, -1, -1, -1), node.output(0));
      int y = inside.get(node.output(0));
      steps.add(new Step(Code.UNARY, UnaryKind.NOT, null, y, -1, -1, y));
    } else {
      finish(new Step(Code.COPY, null, null, x, -1, -1, -1), node.output(0));
    }
  }

  private void step(
      Code code, Node node, UnaryKind unary, io.nyala.ops.kinds.BinaryKind binary, int a) {
    finish(new Step(code, unary, binary, a, -1, -1, -1), node.output(0));
  }

  private void finish(Step s, Value y) {
    Ref to = results.apply(y);
    int result;
    if (to != null) {
      result = operands.size();
      operands.add(new Operand(Mode.FULL, to, null, -1));
    } else {
      result = operands.size();
      operands.add(new Operand(Mode.REGISTER, null, null, takeRegister()));
    }
    inside.put(y, result);
    steps.add(new Step(s.code(), s.unary(), s.binary(), s.a(), s.b(), s.c(), result));
  }

  private int takeRegister() {
    return freeRegisters.isEmpty() ? registers++ : freeRegisters.pop();
  }

  private boolean isScalar(Value v) {
    return n > 1 && v.shape().size() == 1 && !inside.containsKey(v);
  }

  /** Returns an operand that may be a scalar. */
  private int any(Value v) {
    return isScalar(v)
        ? scalars.computeIfAbsent(
            v, x -> operand(new Operand(Mode.SCALAR, outside.apply(x), null, -1)))
        : array(v);
  }

  /** Returns an operand that has an element for each element of the block. */
  private int array(Value v) {
    if (inside.containsKey(v)) {
      return inside.get(v);
    }
    if (isScalar(v)) {
      return spread.computeIfAbsent(
          v, x -> operand(new Operand(Mode.SPREAD, outside.apply(x), null, registers++)));
    }
    return full.computeIfAbsent(
        v,
        x ->
            x.shape().size() == n
                ? operand(new Operand(Mode.FULL, outside.apply(x), null, -1))
                : operand(
                    new Operand(
                        Mode.VIEW, outside.apply(x), new View(x.shape(), shape), registers++)));
  }

  private int operand(Operand o) {
    operands.add(o);
    return operands.size() - 1;
  }
}
