// SPDX-License-Identifier: Apache-2.0
package io.nyala.plan.cpu;

import io.nyala.kernel.Kernels;
import io.nyala.ops.AlongAxis;
import io.nyala.ops.Composite;
import io.nyala.ops.FusedOp;
import io.nyala.ops.Leaf;
import io.nyala.ops.Node;
import io.nyala.ops.Primitive;
import io.nyala.ops.Value;
import io.nyala.ops.kinds.BinaryKind;
import io.nyala.ops.kinds.FusedActivation;
import io.nyala.tensor.DType;
import io.nyala.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Lowers a node to instructions: all nodes except chains, leaves and nodes that only rename memory.
 */
final class NodeLowering {
  private final Kernels kernels;
  private final List<Instruction> program;
  private final Function<Value, Ref> ref;
  private final Function<Value, Ref> result;
  private final FusedLowering fused;

  NodeLowering(
      Kernels kernels,
      List<Instruction> program,
      Function<Value, Ref> ref,
      Function<Value, Ref> result,
      Set<Node> inSteps) {
    this.kernels = kernels;
    this.program = program;
    this.ref = ref;
    this.result = result;
    this.fused = new FusedLowering(kernels, program, ref, result, inSteps);
  }

  void lower(Node node) {
    switch (node.op()) {
      case Leaf leaf -> throw unexpected(node);
      case Composite c -> throw unexpected(node);
      case Primitive p -> primitive(p, node);
      case FusedOp f -> fused.lower(f, node);
    }
  }

  private static IllegalStateException unexpected(Node node) {
    return new IllegalStateException("not an operation that can be lowered: " + node);
  }

  private Ref in(Node node, int i) {
    return ref.apply(node.input(i));
  }

  private Ref out(Node node, int i) {
    return result.apply(node.output(i));
  }

  private void primitive(Primitive op, Node node) {
    switch (op) {
      case Primitive.Unary u -> throw unexpected(node);
      case Primitive.Binary b -> throw unexpected(node);
      case Primitive.Select s -> throw unexpected(node);
      case Primitive.Cast c -> throw unexpected(node);
      case Primitive.Broadcast b -> throw unexpected(node);
      case Primitive.Reshape r -> throw unexpected(node);
      case Primitive.StopGradient s -> throw unexpected(node);
      case Primitive.Reduce r -> reduce(r, node);
      case Primitive.MatMul m -> program.add(product(m, node, null));
      case Primitive.Transpose t -> {
        int[] from = node.input(0).shape().strides();
        int[] strides = t.order().stream().mapToInt(i -> from[i]).toArray();
        Shape s = node.output(0).shape();
        move(in(node, 0), 0, strides, out(node, 0), 0, s.strides(), s.dims());
      }
      case Primitive.Slice s -> {
        int[] strides = node.input(0).shape().strides();
        int skip = 0;
        for (int i = 0; i < strides.length; i++) {
          skip += s.begin().get(i) * strides[i];
          strides[i] *= s.step().get(i);
        }
        Shape y = node.output(0).shape();
        move(in(node, 0), skip, strides, out(node, 0), 0, y.strides(), y.dims());
      }
      case Primitive.Pad p -> {
        Ref y = out(node, 0);
        boolean ints = node.output(0).dtype() == DType.INT32;
        program.add(Fills.fill(y, ints ? Float.intBitsToFloat((int) p.value()) : p.value()));
        Shape x = node.input(0).shape();
        int[] strides = node.output(0).shape().strides();
        int skip = 0;
        for (int i = 0; i < strides.length; i++) {
          skip += p.before().get(i) * strides[i];
        }
        move(in(node, 0), 0, x.strides(), y, skip, strides, x.dims());
      }
      case Primitive.Concat c -> {
        Ref y = out(node, 0);
        int[] strides = node.output(0).shape().strides();
        int at = 0;
        for (int i = 0; i < node.inputs().size(); i++) {
          Shape x = node.input(i).shape();
          move(in(node, i), 0, x.strides(), y, at * strides[c.axis()], strides, x.dims());
          at += x.dim(c.axis());
        }
      }
      case Primitive.ArgMax a ->
          program.add(Indexing.argMax(kernels.reduce(), node, in(node, 0), out(node, 0)));
      case Primitive.Gather g ->
          program.add(
              Indexing.gather(kernels.move(), node, in(node, 0), in(node, 1), out(node, 0)));
      case Primitive.ScatterAdd s ->
          program.add(
              Indexing.scatterAdd(
                  kernels.move(), s.rows(), in(node, 0), in(node, 1), out(node, 0)));
      case AlongAxis a -> alongAxis(a, node);
      case Primitive.OneHot o -> program.add(Indexing.oneHot(o.depth(), in(node, 0), out(node, 0)));
      case Primitive.Random r -> program.add(Fills.random(kernels.random(), r, out(node, 0)));
    }
  }

  private void alongAxis(AlongAxis op, Node node) {
    Ref x = in(node, 0);
    Ref y = out(node, 0);
    int wide = node.input(0).shape().last();
    int columns = node.output(0).shape().last();
    program.add(
        switch (op) {
          case AlongAxis.ArgSort s ->
              LineIndexing.argSort(s, node.input(0).dtype() == DType.INT32, wide, x, y);
          case AlongAxis.Take t -> LineIndexing.take(wide, columns, x, in(node, 1), y);
          case AlongAxis.ScatterAdd s -> LineIndexing.scatterAdd(wide, columns, x, in(node, 1), y);
        });
  }

  private void move(
      Ref x, int xSkip, int[] xStrides, Ref y, int ySkip, int[] yStrides, int[] extents) {
    program.add(
        new MoveInstruction(kernels.move(), x, xSkip, xStrides, y, ySkip, yStrides, extents));
  }

  /** Returns whether a matrix product is a single kernel call. */
  private static boolean isSingleProduct(Node node) {
    return node.op() instanceof Primitive.MatMul m
        && node.input(1).shape().rank() == 2
        && (node.input(0).shape().rank() == 2 || !m.transposeA());
  }

  /**
   * Returns whether the instruction for a gradient can also multiply it by the slope of an
   * activation.
   *
   * @param result the result of the activation
   */
  static boolean takesSlope(Value gradient, BinaryKind slope, Value result) {
    Node node = gradient.node();
    return isSingleProduct(node)
        || node.op() instanceof FusedOp f
            && FusedLowering.takesSlope(f, slope)
            && gradient == node.output(0)
            && result == node.input(0);
  }

  /** Lowers a gradient together with its multiplication by the slope of an activation. */
  void withSlope(Node gradient, Node slope) {
    if (isSingleProduct(gradient)) {
      productWithSlope(gradient, slope);
    } else {
      fused.normalizationGradient(gradient, slope);
    }
  }

  private void productWithSlope(Node product, Node slope) {
    GemmInstruction gemm =
        (GemmInstruction) product((Primitive.MatMul) product.op(), product, out(slope, 0));
    program.add(gemm.withSlope(((Primitive.Binary) slope.op()).kind(), ref.apply(slope.input(1))));
  }

  private Instruction product(Primitive.MatMul op, Node node, Ref to) {
    Shape a = node.input(0).shape();
    Shape b = node.input(1).shape();
    Shape y = node.output(0).shape();
    int n = y.dim(-1);
    int k = a.dim(op.transposeA() ? -2 : -1);
    Ref out = to != null ? to : out(node, 0);
    if (isSingleProduct(node)) {
      int m = n == 0 ? 0 : y.size() / n;
      return new GemmInstruction(
          kernels.gemm(),
          kernels.elementwise(),
          op.transposeA(),
          op.transposeB(),
          m,
          n,
          k,
          in(node, 0),
          in(node, 1),
          null,
          FusedActivation.LINEAR,
          out);
    }
    Shape batch = y.slice(0, y.rank() - 2);
    return new BatchedGemmInstruction(
        kernels.gemm(),
        op.transposeA(),
        op.transposeB(),
        y.dim(-2),
        n,
        k,
        which(a.slice(0, a.rank() - 2), batch),
        which(b.slice(0, b.rank() - 2), batch),
        in(node, 0),
        in(node, 1),
        out);
  }

  /** Returns the index of the operand's matrix used in each product. */
  private static int[] which(Shape operand, Shape batch) {
    int[] index = new int[batch.size()];
    int[] strides = operand.strides();
    int extra = batch.rank() - operand.rank();
    for (int i = 0; i < index.length; i++) {
      int rest = i;
      for (int axis = batch.rank() - 1; axis >= 0; axis--) {
        int at = rest % batch.dim(axis);
        rest /= batch.dim(axis);
        if (axis >= extra && operand.dim(axis - extra) != 1) {
          index[i] += at * strides[axis - extra];
        }
      }
    }
    return index;
  }

  /** Reduces runs of neighbouring axes one after the other, the last run first. */
  private void reduce(Primitive.Reduce op, Node node) {
    Ref from = in(node, 0);
    Shape shape = node.input(0).shape();
    List<Integer> axes = new ArrayList<>(op.axes());
    while (!axes.isEmpty()) {
      int end = axes.removeLast();
      int begin = end;
      while (!axes.isEmpty() && axes.getLast() == begin - 1) {
        begin = axes.removeLast();
      }
      int outer = shape.slice(0, begin).size();
      int extent = shape.slice(begin, end + 1).size();
      int inner = shape.slice(end + 1, shape.rank()).size();
      for (int i = begin; i <= end; i++) {
        shape = shape.with(i, 1);
      }
      Ref to = axes.isEmpty() ? out(node, 0) : new Ref(new Buffer(Buffer.ARENA, shape.size()));
      ReduceInstruction.emit(program, kernels.reduce(), op.kind(), outer, extent, inner, from, to);
      from = to;
    }
  }
}
