// SPDX-License-Identifier: Apache-2.0
package io.nyala.grad;

import static io.nyala.ops.Ops.add;
import static io.nyala.ops.Ops.divide;
import static io.nyala.ops.Ops.exp;
import static io.nyala.ops.Ops.expandDims;
import static io.nyala.ops.Ops.log;
import static io.nyala.ops.Ops.matmul;
import static io.nyala.ops.Ops.multiply;
import static io.nyala.ops.Ops.negate;
import static io.nyala.ops.Ops.power;
import static io.nyala.ops.Ops.reshape;
import static io.nyala.ops.Ops.sigmoid;
import static io.nyala.ops.Ops.sign;
import static io.nyala.ops.Ops.subtract;
import static io.nyala.ops.Ops.sum;
import static io.nyala.ops.Ops.where;

import io.nyala.ops.AlongAxis;
import io.nyala.ops.AttentionOp;
import io.nyala.ops.BatchNorm;
import io.nyala.ops.BatchNormGradient;
import io.nyala.ops.BatchNormPooling;
import io.nyala.ops.BatchNormPoolingGradient;
import io.nyala.ops.Composite;
import io.nyala.ops.Convolution;
import io.nyala.ops.ConvolutionInputGradient;
import io.nyala.ops.ConvolutionKernelGradient;
import io.nyala.ops.DenseOp;
import io.nyala.ops.DepthwiseConvolution;
import io.nyala.ops.DepthwiseInputGradient;
import io.nyala.ops.DepthwiseKernelGradient;
import io.nyala.ops.DropoutOp;
import io.nyala.ops.FusedOp;
import io.nyala.ops.LayerNorm;
import io.nyala.ops.Leaf;
import io.nyala.ops.LogSoftmax;
import io.nyala.ops.MeanOp;
import io.nyala.ops.Node;
import io.nyala.ops.Ops;
import io.nyala.ops.Pooling;
import io.nyala.ops.PoolingGradient;
import io.nyala.ops.Primitive;
import io.nyala.ops.Recurrence;
import io.nyala.ops.RecurrenceGradient;
import io.nyala.ops.SoftmaxCrossEntropy;
import io.nyala.ops.SoftmaxOp;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.ops.kinds.UnaryKind;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes the gradients of an operation's operands from the gradients of its results. One
 * exhaustive switch selects every rule: here, in {@link ConvolutionRules} or in {@link
 * AlongAxisRules}. An operation without a rule is differentiated through its decomposition. The
 * caller sums the gradients of broadcast operands. A null means zero.
 */
final class GradientRules {
  private GradientRules() {}

  static List<Value> apply(Node node, List<Value> flowing) {
    Value g = flowing.get(0);
    return switch (node.op()) {
      case Leaf leaf -> List.of();
      case Primitive p -> primitive(p, node, g);
      case FusedOp f -> fused(f, node, flowing);
      case Composite c -> throughDecomposition(c.decompose(node.inputs()), node, flowing);
    };
  }

  private static List<Value> primitive(Primitive op, Node node, Value g) {
    return switch (op) {
      case Primitive.Unary u -> one(unary(u.kind(), node.input(0), node.output(0), g));
      case Primitive.Binary b -> binary(b.kind(), node.input(0), node.input(1), node.output(0), g);
      case Primitive.Select s -> {
        Value zero = Ops.constant(0);
        yield list(null, where(node.input(0), g, zero), where(node.input(0), zero, g));
      }
      case Primitive.Cast c ->
          one(node.input(0).dtype() == DType.FLOAT32 && c.to() == DType.FLOAT32 ? g : null);
      case Primitive.Reduce r ->
          one(ReductionRules.apply(r.kind(), r.axes(), node.input(0), node.output(0), g));
      case Primitive.ArgMax a -> one(null);
      case Primitive.MatMul m -> matMul(m, node.input(0), node.input(1), g);
      case Primitive.Transpose t -> {
        int[] back = new int[t.order().size()];
        for (int i = 0; i < back.length; i++) {
          back[t.order().get(i)] = i;
        }
        yield one(Ops.transpose(g, back));
      }
      case Primitive.Reshape r -> one(reshape(g, node.input(0).shape()));
      case Primitive.Broadcast b -> one(g);
      case Primitive.Slice s -> one(slice(s, node.input(0).shape(), g));
      case Primitive.Pad p -> {
        List<Integer> steps = Collections.nCopies(p.before().size(), 1);
        List<Integer> sizes = IntStream.of(node.input(0).shape().dims()).boxed().toList();
        yield one(Node.apply(new Primitive.Slice(p.before(), sizes, steps), g));
      }
      case Primitive.Concat c -> {
        List<Value> parts = new ArrayList<>();
        int at = 0;
        for (Value input : node.inputs()) {
          int n = input.shape().dim(c.axis());
          parts.add(Ops.slice(g, c.axis(), at, n));
          at += n;
        }
        yield parts;
      }
      case Primitive.Gather x ->
          list(
              Node.apply(new Primitive.ScatterAdd(node.input(0).shape().dim(0)), g, node.input(1)),
              null);
      case Primitive.ScatterAdd x -> list(Ops.gather(g, node.input(1)), null);
      case Primitive.OneHot x -> one(null);
      case AlongAxis x -> AlongAxisRules.apply(x, node, g);
      case Primitive.Random x -> List.of();
      case Primitive.StopGradient x -> one(null);
    };
  }

  private static Value unary(UnaryKind kind, Value x, Value y, Value g) {
    return switch (kind) {
      case NEGATE -> negate(g);
      case ABS -> multiply(g, sign(x));
      case SIGN, FLOOR, CEIL, ROUND, IS_NAN, IS_FINITE, NOT -> null;
      case SQUARE -> multiply(g, multiply(x, 2));
      case SQRT -> divide(multiply(g, 0.5f), y);
      case RSQRT -> multiply(multiply(g, -0.5f), multiply(y, multiply(y, y)));
      case RECIPROCAL -> negate(multiply(g, multiply(y, y)));
      case EXP -> multiply(g, y);
      case EXPM1 -> multiply(g, add(y, 1));
      case LOG -> divide(g, x);
      case LOG1P -> divide(g, add(x, 1));
      case SIN -> multiply(g, Ops.cos(x));
      case COS -> negate(multiply(g, Ops.sin(x)));
      case TANH -> Node.apply(new Primitive.Binary(BinaryKind.TANH_GRADIENT), g, y);
      case SIGMOID -> Node.apply(new Primitive.Binary(BinaryKind.SIGMOID_GRADIENT), g, y);
      case SOFTPLUS -> multiply(g, sigmoid(x));
      case ERF -> multiply(g, multiply(exp(negate(multiply(x, x))), 1.1283791670955126f));
      case RELU -> Node.apply(new Primitive.Binary(BinaryKind.RELU_GRADIENT), g, y);
    };
  }

  private static List<Value> binary(BinaryKind kind, Value a, Value b, Value y, Value g) {
    return switch (kind) {
      case ADD -> list(g, g);
      case SUBTRACT -> list(g, negate(g));
      case MULTIPLY -> list(multiply(g, b), multiply(g, a));
      case DIVIDE -> {
        Value ga = divide(g, b);
        yield list(ga, negate(multiply(ga, y)));
      }
      case POWER -> {
        // log of a base of 0 has no gradient to give; NumPy's convention is 0.
        Value positive = Ops.greater(a, 0);
        Value logA = where(positive, log(where(positive, a, Ops.constant(1))), Ops.constant(0));
        yield list(
            multiply(g, multiply(b, power(a, subtract(b, 1)))), multiply(g, multiply(y, logA)));
      }
      // Ties share the gradient, as in JAX and TensorFlow's reduce; each side gets a half.
      case MAXIMUM -> extremum(Ops.greater(a, b), Ops.equal(a, b), g);
      case MINIMUM -> extremum(Ops.less(a, b), Ops.equal(a, b), g);
      case MODULO -> list(g, negate(multiply(g, Ops.floor(divide(a, b)))));
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, AND, OR -> list(null, null);
      case RELU_GRADIENT, RELU6_GRADIENT ->
          list(Node.apply(new Primitive.Binary(kind), g, b), null);
      case SIGMOID_GRADIENT ->
          list(
              Node.apply(new Primitive.Binary(kind), g, b),
              multiply(multiply(g, a), subtract(1, multiply(b, 2))));
      case TANH_GRADIENT ->
          list(
              Node.apply(new Primitive.Binary(kind), g, b),
              multiply(multiply(g, a), multiply(b, -2)));
    };
  }

  private static List<Value> extremum(Value aWins, Value tie, Value g) {
    Value zero = Ops.constant(0);
    Value half = where(tie, multiply(g, 0.5f), zero);
    return list(where(aWins, g, half), where(Ops.or(aWins, tie), half, g));
  }

  private static List<Value> matMul(Primitive.MatMul m, Value a, Value b, Value g) {
    Value ga =
        m.transposeA() ? matmul(b, g, m.transposeB(), true) : matmul(g, b, false, !m.transposeB());
    Value gb =
        m.transposeB() ? matmul(g, a, true, m.transposeA()) : matmul(a, g, !m.transposeA(), false);
    return list(ga, gb);
  }

  private static Value slice(Primitive.Slice s, Shape from, Value g) {
    Value y = g;
    for (int axis = 0; axis < from.rank(); axis++) {
      int n = g.shape().dim(axis);
      int step = s.step().get(axis);
      int begin = s.begin().get(axis);
      if (step < 0) {
        y = Ops.flip(y, axis);
        begin += (n - 1) * step;
        step = -step;
      }
      if (step > 1) {
        // Zeros between the positions: a new axis of extent step, of which the first position is
        // kept.
        Value wide = Ops.pad(expandDims(y, axis + 1), axis + 1, 0, step - 1, 0);
        int spread = Shape.extent((long) n * step);
        y = reshape(wide, y.shape().with(axis, spread));
        int over = begin + spread - from.dim(axis);
        if (over > 0) {
          y = Ops.slice(y, axis, 0, spread - over);
        }
      }
      int after = from.dim(axis) - begin - y.shape().dim(axis);
      if (begin != 0 || after != 0) {
        y = Ops.pad(y, axis, begin, after, 0);
      }
    }
    return y;
  }

  private static List<Value> fused(FusedOp op, Node node, List<Value> flowing) {
    Value g = flowing.get(0);
    return switch (op) {
      case MeanOp m -> {
        Value x = node.input(0);
        float n = (float) x.shape().size() / node.output(0).shape().size();
        yield one(Ops.broadcastTo(multiply(g, 1 / n), x.shape()));
      }
      case DenseOp d -> dense(d.activation(), node, g);
      case SoftmaxOp s -> one(softmax(node.output(0), g));
      case LogSoftmax s -> one(subtract(g, multiply(exp(node.output(0)), sum(g, true, -1))));
      case SoftmaxCrossEntropy s -> {
        if (flowing.get(1) != null) {
          yield throughDecomposition(op.decompose(node.inputs()), node, flowing);
        }
        Value target = node.input(1);
        Value each = expandDims(g, -1);
        Value logits = subtract(multiply(node.output(1), sum(target, true, -1)), target);
        yield list(
            multiply(logits, each), negate(multiply(Ops.logSoftmax(node.input(0), -1), each)));
      }
      case BatchNorm b -> {
        if (g == null || flowing.get(1) != null || flowing.get(2) != null) {
          yield throughDecomposition(op.decompose(node.inputs()), node, flowing);
        }
        yield Node.apply(
            new BatchNormGradient(b.epsilon()),
            List.of(node.input(0), node.input(1), node.output(1), node.output(2), g));
      }
      case LayerNorm l -> {
        if (g == null || flowing.get(1) != null || flowing.get(2) != null) {
          yield throughDecomposition(op.decompose(node.inputs()), node, flowing);
        }
        Value x = node.input(0);
        Value dx =
            Node.apply(
                new LayerNorm.Gradient(), x, node.input(1), node.output(1), node.output(2), g);
        Value normal =
            multiply(subtract(x, expandDims(node.output(1), -1)), expandDims(node.output(2), -1));
        yield list(dx, multiply(g, normal), g);
      }
      case AttentionOp a -> attention(a, node, g);
      case AttentionOp.Gradient a ->
          throughDecomposition(op.decompose(node.inputs()), node, flowing);
      case DropoutOp d -> one(Node.apply(d, g));
      case Convolution c -> ConvolutionRules.convolution(c, node, g);
      case ConvolutionInputGradient c -> ConvolutionRules.inputGradient(c, node, g);
      case ConvolutionKernelGradient c -> ConvolutionRules.kernelGradient(c, node, flowing);
      case DepthwiseConvolution c -> ConvolutionRules.depthwise(c, node, g);
      case DepthwiseInputGradient c -> ConvolutionRules.depthwiseInput(c, node, g);
      case DepthwiseKernelGradient c -> ConvolutionRules.depthwiseKernel(c, node, g);
      case Pooling p -> ConvolutionRules.pooling(p, node, g);
      case PoolingGradient p -> throughDecomposition(op.decompose(node.inputs()), node, flowing);
      case Recurrence r -> recurrence(r, node, flowing);
      case RecurrenceGradient r -> throughDecomposition(op.decompose(node.inputs()), node, flowing);
      case BatchNormGradient b -> throughDecomposition(op.decompose(node.inputs()), node, flowing);
      case BatchNormPooling b -> throughDecomposition(op.decompose(node.inputs()), node, flowing);
      case BatchNormPoolingGradient b ->
          throughDecomposition(op.decompose(node.inputs()), node, flowing);
      case LayerNorm.Gradient l -> throughDecomposition(op.decompose(node.inputs()), node, flowing);
    };
  }

  private static List<Value> attention(AttentionOp op, Node node, Value g) {
    List<Value> in = new ArrayList<>(node.inputs());
    in.add(g);
    List<Value> out = new ArrayList<>(Node.apply(new AttentionOp.Gradient(op), in));
    out.addAll(Collections.nCopies(op.masks(), null));
    return out;
  }

  private static List<Value> recurrence(Recurrence op, Node node, List<Value> flowing) {
    boolean twice = op.cell().hasCellState();
    int saved = op.savedIndex();
    // Layers return neither all cell states nor the saved numbers.
    if ((twice && flowing.get(2) != null) || (saved >= 0 && flowing.get(saved) != null)) {
      return throughDecomposition(op.decompose(node.inputs()), node, flowing);
    }
    List<Value> in = new ArrayList<>(List.of(node.input(1), node.input(2)));
    if (twice) {
      in.add(node.input(3));
    }
    in.add(node.output(0));
    if (twice) {
      in.add(node.output(2));
    }
    if (saved >= 0) {
      in.add(node.output(saved));
    }
    if (op.masked()) {
      in.add(node.input(op.maskIndex()));
    }
    Shape state = node.output(1).shape();
    in.add(flowing.get(1) != null ? flowing.get(1) : Gradients.zeros(state));
    if (twice) {
      in.add(flowing.get(3) != null ? flowing.get(3) : Gradients.zeros(state));
    }
    boolean sequence = flowing.get(0) != null;
    if (sequence) {
      in.add(flowing.get(0));
    }
    RecurrenceGradient gradient =
        new RecurrenceGradient(op.cell(), op.activation(), op.masked(), sequence);
    List<Value> out = new ArrayList<>(Node.apply(gradient, in));
    if (op.masked()) {
      out.add(null);
    }
    return out;
  }

  private static List<Value> dense(FusedActivation activation, Node node, Value g) {
    Value pre = beforeActivation(activation, node.output(0), g);
    Value x = node.input(0);
    Value kernel = node.input(1);
    Value flatPre = rows(pre);
    Value dx = reshape(matmul(flatPre, kernel, false, true), x.shape());
    Value dKernel = matmul(rows(x), flatPre, true, false);
    return node.inputs().size() > 2 ? list(dx, dKernel, sum(flatPre, false, 0)) : list(dx, dKernel);
  }

  /** Returns the gradient of the input of an activation, computed from its output. */
  static Value beforeActivation(FusedActivation activation, Value y, Value g) {
    return switch (activation) {
      case LINEAR -> g;
      case RELU -> Node.apply(new Primitive.Binary(BinaryKind.RELU_GRADIENT), g, y);
      case RELU6 -> Node.apply(new Primitive.Binary(BinaryKind.RELU6_GRADIENT), g, y);
      case SIGMOID -> Node.apply(new Primitive.Binary(BinaryKind.SIGMOID_GRADIENT), g, y);
      case TANH -> Node.apply(new Primitive.Binary(BinaryKind.TANH_GRADIENT), g, y);
    };
  }

  private static Value rows(Value x) {
    Shape s = x.shape();
    return s.rank() == 2
        ? x
        : reshape(x, Shape.of(s.last() == 0 ? 0 : s.size() / s.last(), s.last()));
  }

  private static Value softmax(Value y, Value g) {
    return multiply(y, subtract(g, sum(multiply(g, y), true, -1)));
  }

  private static List<Value> throughDecomposition(
      List<Value> results, Node node, List<Value> flowing) {
    List<Value> outputs = new ArrayList<>();
    List<Value> cotangents = new ArrayList<>();
    for (int i = 0; i < flowing.size(); i++) {
      if (flowing.get(i) != null) {
        outputs.add(results.get(i));
        cotangents.add(flowing.get(i));
      }
    }
    List<Value> toInputs = new ArrayList<>(Gradients.partial(outputs, cotangents, node.inputs()));
    for (int i = 0; i < toInputs.size(); i++) {
      if (node.inputs().indexOf(node.input(i)) < i) {
        toInputs.set(i, null); // the operand comes before, with all of its gradient
      }
    }
    return toInputs;
  }

  private static List<Value> one(Value g) {
    return Collections.singletonList(g);
  }

  private static List<Value> list(Value... g) {
    return Arrays.asList(g);
  }
}
