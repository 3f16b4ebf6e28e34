// SPDX-License-Identifier: Apache-2.0
package io.nyala.ops;

import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Recurrences and their gradients, unrolled step by step: the fallback and the test oracle. */
final class RecurrentSteps {
  private RecurrentSteps() {}

  private static Value at(Value sequence, int t) {
    return Ops.squeeze(Ops.slice(sequence, 1, t, 1), 1);
  }

  static Value part(Value x, int i, int units) {
    return Ops.slice(x, -1, i * units, units);
  }

  private static Value parts(Value x, int from, int to, int units) {
    return Ops.slice(x, -1, from * units, (to - from) * units);
  }

  private static Value sequence(List<Value> steps) {
    return Ops.stack(steps, 1);
  }

  // Forward

  static List<Value> unroll(Recurrence op, List<Value> in) {
    Value x = in.get(0);
    int steps = x.shape().dim(1);
    Value h = in.get(2);
    Value c = op.cell().hasCellState() ? in.get(3) : null;
    List<Value> hs = new ArrayList<>();
    List<Value> cs = new ArrayList<>();
    List<Value> saved = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      List<Value> next = step(op, in, at(x, t), h, c);
      Value newH = next.get(0);
      Value newC = next.get(1);
      if (op.masked()) {
        Value keep = Ops.slice(in.get(op.maskIndex()), 1, t, 1);
        newH = Ops.where(keep, newH, h);
        newC = c == null ? null : Ops.where(keep, newC, c);
      }
      h = newH;
      c = newC;
      hs.add(h);
      cs.add(c);
      saved.add(next.get(2));
    }
    List<Value> out = new ArrayList<>(List.of(sequence(hs), h));
    if (c != null) {
      out.add(sequence(cs));
      out.add(c);
    }
    if (op.cell().saved() > 0) {
      out.add(sequence(saved));
    }
    return out;
  }

  /** Returns the state, the cell state and the saved numbers; null for those that do not exist. */
  private static List<Value> step(Recurrence op, List<Value> in, Value x, Value h, Value c) {
    Value kernel = in.get(1);
    int u = kernel.shape().dim(0);
    List<Value> out = new ArrayList<>(Collections.nCopies(3, null));
    switch (op.cell()) {
      case SIMPLE ->
          out.set(0, DenseOp.activate(op.activation(), Ops.add(x, Ops.matmul(h, kernel))));
      case LSTM -> {
        Value pre = Ops.add(x, Ops.matmul(h, kernel));
        List<Value> next =
            Recurrence.lstmStep(pre, c, Ops::sigmoid, y -> DenseOp.activate(op.activation(), y));
        out.set(0, next.get(0));
        out.set(1, next.get(1));
        out.set(2, Ops.concatenate(next.subList(2, 6), -1));
      }
      case GRU -> {
        Value pre = Ops.add(parts(x, 0, 2, u), Ops.matmul(h, parts(kernel, 0, 2, u)));
        Value z = Ops.sigmoid(part(pre, 0, u));
        Value r = Ops.sigmoid(part(pre, 1, u));
        Value inner = Ops.matmul(Ops.multiply(r, h), part(kernel, 2, u));
        Value hh = DenseOp.activate(op.activation(), Ops.add(part(x, 2, u), inner));
        out.set(0, mix(z, h, hh));
        out.set(2, Ops.concatenate(List.of(z, r, hh), -1));
      }
      case GRU_RESET_AFTER -> {
        Value inner = Ops.add(Ops.matmul(h, kernel), in.get(3));
        Value pre = Ops.add(parts(x, 0, 2, u), parts(inner, 0, 2, u));
        Value z = Ops.sigmoid(part(pre, 0, u));
        Value r = Ops.sigmoid(part(pre, 1, u));
        Value candidate = part(inner, 2, u);
        Value hh =
            DenseOp.activate(op.activation(), Ops.add(part(x, 2, u), Ops.multiply(r, candidate)));
        out.set(0, mix(z, h, hh));
        out.set(2, Ops.concatenate(List.of(z, r, hh, candidate), -1));
      }
    }
    return out;
  }

  private static Value mix(Value z, Value h, Value hh) {
    return Ops.add(hh, Ops.multiply(z, Ops.subtract(h, hh)));
  }

  // Backward

  static List<Value> unrollGradient(RecurrenceGradient op, List<Value> in) {
    RecurrenceGradient.Operands<Value> o = op.operands(in);
    int steps = o.h().shape().dim(1);
    Value dh = o.dhLast();
    Value dc = o.dcLast();
    Value dKernel = null;
    Value dBias = null;
    List<Value> dxs = new ArrayList<>(Collections.nCopies(steps, null));
    for (int t = steps - 1; t >= 0; t--) {
      Value hBefore = t == 0 ? o.h0() : at(o.h(), t - 1);
      if (o.dh() != null) {
        dh = Ops.add(dh, at(o.dh(), t));
      }
      Step s = new Step(op, o, t, hBefore, dh, dc);
      Value keep = op.masked() ? Ops.slice(o.mask(), 1, t, 1) : null;
      dxs.set(t, masked(keep, s.dx, null));
      dKernel = plus(dKernel, s.dKernel(keep, hBefore));
      if (op.cell().hasRecurrentBias()) {
        dBias = plus(dBias, Ops.sum(masked(keep, s.dInner, null), false, 0));
      }
      dh = masked(keep, s.dhBefore, dh);
      dc = dc == null ? null : masked(keep, s.dcBefore, dc);
    }
    List<Value> out = new ArrayList<>(List.of(sequence(dxs), dKernel, dh));
    if (dc != null) {
      out.add(dc);
    }
    if (dBias != null) {
      out.add(dBias);
    }
    return out;
  }

  private static Value plus(Value sum, Value x) {
    return sum == null ? x : Ops.add(sum, x);
  }

  private static Value masked(Value keep, Value x, Value otherwise) {
    return keep == null ? x : Ops.where(keep, x, otherwise == null ? Ops.constant(0) : otherwise);
  }

  /**
   * One backward step: the gradients of the inputs of the activations, and of the previous states.
   */
  private static final class Step {
    Value dx;
    Value dInner;
    Value dhBefore;
    Value dcBefore;
    private Value reset;

    Step(
        RecurrenceGradient op,
        RecurrenceGradient.Operands<Value> o,
        int t,
        Value hBefore,
        Value dh,
        Value dc) {
      Value kernel = o.kernel();
      int u = kernel.shape().dim(0);
      Value saved = o.saved() == null ? null : at(o.saved(), t);
      switch (op.cell()) {
        case SIMPLE -> {
          dx = Ops.multiply(dh, slope(op.activation(), at(o.h(), t)));
          dInner = dx;
          dhBefore = Ops.matmul(dx, kernel, false, true);
        }
        case LSTM -> {
          Value i = part(saved, 0, u);
          Value f = part(saved, 1, u);
          Value g = part(saved, 2, u);
          Value out = part(saved, 3, u);
          Value cBefore = t == 0 ? o.c0() : at(o.c(), t - 1);
          Value y = DenseOp.activate(op.activation(), at(o.c(), t));
          Value d = Ops.add(dc, Ops.multiply(Ops.multiply(dh, out), slope(op.activation(), y)));
          dx =
              Ops.concatenate(
                  List.of(
                      Ops.multiply(Ops.multiply(d, g), gateSlope(i)),
                      Ops.multiply(Ops.multiply(d, cBefore), gateSlope(f)),
                      Ops.multiply(Ops.multiply(d, i), slope(op.activation(), g)),
                      Ops.multiply(Ops.multiply(dh, y), gateSlope(out))),
                  -1);
          dInner = dx;
          dhBefore = Ops.matmul(dx, kernel, false, true);
          dcBefore = Ops.multiply(d, f);
        }
        case GRU -> {
          Value z = part(saved, 0, u);
          Value r = part(saved, 1, u);
          Value hh = part(saved, 2, u);
          Value dz = Ops.multiply(Ops.multiply(dh, Ops.subtract(hBefore, hh)), gateSlope(z));
          Value a = Ops.multiply(Ops.multiply(dh, Ops.subtract(1, z)), slope(op.activation(), hh));
          Value dReset = Ops.matmul(a, part(kernel, 2, u), false, true);
          Value dr = Ops.multiply(Ops.multiply(dReset, hBefore), gateSlope(r));
          dx = Ops.concatenate(List.of(dz, dr, a), -1);
          dInner = dx;
          reset = Ops.multiply(r, hBefore);
          dhBefore =
              Ops.add(
                  Ops.add(Ops.multiply(dh, z), Ops.multiply(dReset, r)),
                  Ops.matmul(parts(dx, 0, 2, u), parts(kernel, 0, 2, u), false, true));
        }
        case GRU_RESET_AFTER -> {
          Value z = part(saved, 0, u);
          Value r = part(saved, 1, u);
          Value hh = part(saved, 2, u);
          Value candidate = part(saved, 3, u);
          Value dz = Ops.multiply(Ops.multiply(dh, Ops.subtract(hBefore, hh)), gateSlope(z));
          Value a = Ops.multiply(Ops.multiply(dh, Ops.subtract(1, z)), slope(op.activation(), hh));
          Value dr = Ops.multiply(Ops.multiply(a, candidate), gateSlope(r));
          dx = Ops.concatenate(List.of(dz, dr, a), -1);
          dInner = Ops.concatenate(List.of(dz, dr, Ops.multiply(a, r)), -1);
          dhBefore = Ops.add(Ops.multiply(dh, z), Ops.matmul(dInner, kernel, false, true));
        }
      }
    }

    /** Returns the contribution of this step to the gradient of the recurrent kernel. */
    Value dKernel(Value keep, Value hBefore) {
      Value d = masked(keep, dInner, null);
      if (reset == null) {
        return Ops.matmul(hBefore, d, true, false);
      }
      int u = hBefore.shape().last();
      return Ops.concatenate(
          List.of(
              Ops.matmul(hBefore, parts(d, 0, 2, u), true, false),
              Ops.matmul(reset, part(d, 2, u), true, false)),
          -1);
    }

    private static Value gateSlope(Value y) {
      return Ops.multiply(y, Ops.subtract(1, y));
    }

    private static Value slope(FusedActivation activation, Value y) {
      return switch (activation) {
        case LINEAR -> Ops.constant(1);
        case RELU -> Ops.cast(Ops.greater(y, 0), DType.FLOAT32);
        case RELU6 -> Ops.cast(Ops.and(Ops.greater(y, 0), Ops.less(y, 6)), DType.FLOAT32);
        case SIGMOID -> gateSlope(y);
        case TANH -> Ops.subtract(1, Ops.square(y));
      };
    }
  }
}
